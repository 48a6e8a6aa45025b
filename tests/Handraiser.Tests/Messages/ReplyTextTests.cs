using Handraiser.Messages.Replies;
using Xunit;

namespace Handraiser.Tests.Messages;

/// <summary>What a reply says, by itself; and who wrote it.</summary>
public sealed class ReplyTextTests
{
    [Theory]
    [InlineData("Yes please, size 54.\n\nOn Tue, 3 Mar 2026 at 10:14, Ana, Ridgeway Bikes <shop@ridgeway.example> wrote:\n> Hi Mary,\n> which size?", "Yes please, size 54.")]
    [InlineData("Yes please.\n\nOn Tue, 3 Mar 2026 at 10:14, Ana, Ridgeway Bikes\n<shop@ridgeway.example> wrote:\n\n> Hi Mary", "Yes please.")]
    [InlineData("Ja bitte, in 54.\n\nAm 03.03.2026 um 10:14 schrieb Ana <shop@ridgeway.example>:\n> Hallo", "Ja bitte, in 54.")]
    [InlineData("Oui.\n\nLe mar. 3 mars 2026 à 10:14, Ana <shop@ridgeway.example> a écrit :\n> Bonjour", "Oui.")]
    [InlineData("Sure.\r\n\r\n-----Original Message-----\r\nFrom: Ana\r\nSent: Tuesday\r\nTo: Mary\r\nSubject: Size\r\n\r\nHi Mary", "Sure.")]
    [InlineData("Gern.\n\nVon: Ana <shop@ridgeway.example>\nGesendet: Dienstag, 3. März 2026 10:14\nAn: Mary\nBetreff: Größe\n\nHallo", "Gern.")]
    [InlineData("Fine.\n\n________________________________\nFrom: Ana\nSent: Tuesday\nTo: Mary\nSubject: Size\n\nHi", "Fine.")]
    [InlineData("Fine by me.\n\nSent from my iPhone\n\nOn 3 Mar 2026, at 10:14, Ana <a@b.example> wrote:\n\n> Hi", "Fine by me.")]
    [InlineData("Fine by me.\n-- \nMary Miller\n12 Mill Lane", "Fine by me.")]
    [InlineData("> which size?\n54\n> which colour?\nblue", "54\nblue")]
    [InlineData("On Monday my son wrote a list:\na bell\na lamp", "On Monday my son wrote a list:\na bell\na lamp")]
    [InlineData("From: what I read, 54 is right.", "From: what I read, 54 is right.")]
    [InlineData("> only quoted", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Only_the_customers_own_words_are_left(string? mail, string own) => Assert.Equal(own, ReplyText.Of(mail));

    [Theory]
    [InlineData("unsubscribe")]
    [InlineData("STOP.")]
    [InlineData("Please unsubscribe me, thank you")]
    [InlineData("Please take me off your list")]
    [InlineData("No more emails please!")]
    [InlineData("Bitte abmelden")]
    [InlineData("Keine weiteren Mails mehr bitte")]
    [InlineData("désabonner svp")]
    public void A_reply_that_is_nothing_but_a_wish_to_leave_is_one(string own) => Assert.True(ReplyText.AsksToLeave(own));

    [Theory]
    [InlineData("Please stop the order I made yesterday, the size is wrong.")]
    [InlineData("How do I unsubscribe my old address and keep the new one?")]
    [InlineData("Cancel my appointment on Tuesday")]
    [InlineData("I could not stop laughing at your picture.")]
    [InlineData("")]
    public void A_longer_text_with_such_words_is_for_a_person(string own) => Assert.False(ReplyText.AsksToLeave(own));

    [Theory]
    [InlineData("Auto-Submitted: auto-replied\nFrom: mary@example.com", "mary@example.com", "mary@example.com", "Re: Size")]
    [InlineData("Precedence: bulk", "mary@example.com", "mary@example.com", "Re: Size")]
    [InlineData("X-Autoreply: yes", "mary@example.com", "mary@example.com", "Re: Size")]
    [InlineData("List-Id: <bikes.example>", "mary@example.com", "mary@example.com", "Re: Size")]
    [InlineData("Content-Type: multipart/report;\n report-type=delivery-status", "mary@example.com", "mary@example.com", "Re: Size")]
    [InlineData("Return-Path: <>", "mary@example.com", null, "Re: Size")]
    [InlineData("", "mary@example.com", "", "Re: Size")]
    [InlineData("", "MAILER-DAEMON@example.com", "x@example.com", "Re: Size")]
    [InlineData("", "mary@example.com", "mary@example.com", "Automatic reply: Size")]
    [InlineData("", "mary@example.com", "mary@example.com", "Abwesenheitsnotiz: Größe")]
    [InlineData("", "mary@example.com", "mary@example.com", "Undeliverable: Size")]
    public void What_a_machine_wrote_is_known_for_it(string head, string from, string? returnPath, string subject) => Assert.NotNull(AutomaticMail.Reason(head, from, returnPath, subject));

    [Theory]
    [InlineData("Auto-Submitted: no\nPrecedence: normal")]
    [InlineData("Subject: Re: Size")]
    [InlineData(null)]
    public void What_a_person_wrote_is_theirs(string? head) => Assert.Null(AutomaticMail.Reason(head, "mary@example.com", "mary@example.com", "Re: Your automatic gears"));
}
