using Handraiser.Playbooks;
using Handraiser.Plays;
using Xunit;

namespace Handraiser.Tests.Playbooks;

public sealed class DefaultPlaybookTests
{
    private static readonly string[] Templates =
    [
        "welcome", "personal-note", "cart-left", "cart-left-2", "look-left", "personal-code", "how-do-you-like-it", "size-guide",
        "back-in-category", "thanks-best", "win-back", "anniversary", "drop-by", "reply-note", "answer-note",
    ];

    [Fact]
    public void The_default_playbook_is_good_and_uses_templates_that_ship()
    {
        var loaded = PlaybookLoader.Load(DefaultPlaybook.Text, Templates);

        Assert.Equal("", loaded.IsGood ? "" : CheckPlaybook.Render(loaded, "default.yaml"));
    }

    [Fact]
    public void A_left_cart_is_answered_four_hours_after_its_last_change_unless_it_was_ordered()
    {
        var play = DefaultPlaybook.Playbook.Find("cart-left")!;

        Assert.Equal(new EventTrigger("cart.updated"), play.On);
        Assert.Equal<string>(["order.placed", "cart.emptied", "email.replied"], play.Unless.ToArray());
        Assert.Equal(TimeSpan.FromHours(4), play.Steps[0].Wait.From);
        Assert.Equal(new SendAction("email", "cart-left"), play.Steps[0].Do);
        Assert.Equal(TimeSpan.FromHours(20), play.Steps[1].Wait.From);
        Assert.Equal("frequent-buyer", Assert.IsType<SendAction>(play.Steps[1].Do).Offer!.NotTo);
        Assert.Equal(new Goal("order.placed", TimeSpan.FromDays(7)), play.Goal);
    }

    [Fact]
    public void A_click_gets_a_person_within_business_hours()
    {
        var play = DefaultPlaybook.Playbook.Find("personal-answer")!;

        Assert.Equal(new FollowUpAction("personal-note"), play.Steps[0].Do);
        Assert.Equal(new Wait { From = TimeSpan.FromMinutes(20), To = TimeSpan.FromMinutes(90), BusinessHours = true }, play.Steps[0].Wait);
    }

    [SkippableFact]
    public void The_example_playbook_that_the_words_were_drawn_from_is_still_understood()
    {
        var folder = Environment.GetEnvironmentVariable("HANDRAISER_SHARED") ?? Path.Combine(Golden.Root, "..", "shared");
        var file = Path.Combine(folder, "playbook-example.yaml");
        Skip.IfNot(File.Exists(file), "The shared folder is absent.");

        var loaded = PlaybookLoader.Load(File.ReadAllText(file));

        Assert.Equal("", loaded.IsGood ? "" : CheckPlaybook.Render(loaded, "playbook-example.yaml"));
    }
}
