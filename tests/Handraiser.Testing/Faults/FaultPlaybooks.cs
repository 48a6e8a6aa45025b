using Handraiser.Playbooks;

namespace Handraiser.Testing.Faults;

/// <summary>The rules of the simulated shop, and those that it publishes in the middle of the story.</summary>
internal static class FaultPlaybooks
{
    /// <summary>The gap that the limits leave between two mails.</summary>
    public static readonly TimeSpan MinGap = TimeSpan.FromHours(3);

    /// <summary>How many mails the limits allow in a week.</summary>
    public const int PerWeek = 4;

    /// <summary>The gap that the limits leave between two texts.</summary>
    public static readonly TimeSpan MinTextGap = TimeSpan.FromHours(5);

    /// <summary>How many texts the limits allow in a week.</summary>
    public const int TextsPerWeek = 2;

    /// <summary>The pool whose codes thanks are sent with, and how many it has.</summary>
    public const string Pool = "thanks";

    /// <inheritdoc cref="Pool"/>
    public const int Codes = 12;

    /// <summary>What every cart is worth.</summary>
    public const decimal CartWorth = 120;

    /// <summary>The most that the percentage takes off a cart.</summary>
    public const decimal CartOffer = 9;

    /// <summary>What one text costs.</summary>
    public const decimal TextCost = 0.6m;

    private const string Text = """
        store: { name: Ridgeway Bikes, timeZone: Europe/London, businessHours: Mon-Sun 06:00-22:00, currency: GBP }
        team:
          - { name: Ana, email: ana@ridgeway.example, hours: Mon-Sun 06:00-22:00, perDay: 3 }
        limits:
          email: { minGap: 3h, perWeek: 4 }
          sms: { minGap: 5h, perWeek: 2, quiet: 23:00-06:00 }
          budget: { perMonth: 30 }
        segments:
          raised-hand: { clicked: { within: 1d } }
          watch-list: { opened: { within: 12h } }
          warm-lead: { viewed: { within: 6h } }
        plays:
          welcome:
            on: customer.known
            wait: 20m-40m
            send: { email: welcome, offer: { amount: 1.5 } }
            once: true
          cart-left:
            on: cart.updated
            wait: 1h
            unless: [ order.placed, cart.emptied ]
            steps:
              - send: { email: cart-left }
              - wait: 5h
                send: { email: cart-left-2, offer: { percent: 10, atMost: 9 } }
            budget: { perMonth: 26 }
            again: 1d
          personal-answer:
            on: email.clicked
            wait: 20m
            followUp: { draft: personal-note, rank: value, within: 1 business day }
            again: 1d
          look-left:
            on: { entered: warm-lead }
            wait: 30m
            unless: order.placed
            send: { email: look-left }
            again: 1d
          thanks:
            on: order.placed
            send: { email: how-do-you-like-it, offer: { amount: 0.7, pool: thanks } }
          text-the-keen:
            on: store.visited
            wait: 10m
            send: { sms: drop-by }
            cost: 0.6
            again: 2h
        """;

    public static Playbook First { get; } = Load(Text);

    public static Playbook Second { get; } = Load(Text
        .Replace("wait: 5h", "wait: 3h", StringComparison.Ordinal)
        .Replace("within: 6h", "within: 2h", StringComparison.Ordinal)
        .Replace("  watch-list: { opened: { within: 12h } }\n", "  keen: { opened: { within: 2d } }\n", StringComparison.Ordinal)) with { Earlier = [First] };

    private static Playbook Load(string text)
    {
        var loaded = PlaybookLoader.Load(text);
        return loaded.Playbook ?? throw new InvalidOperationException(string.Join("; ", loaded.Errors));
    }
}
