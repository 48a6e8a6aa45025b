namespace Handraiser.EndToEndTests;

/// <summary>Playbooks that several tests publish.</summary>
internal static class Playbooks
{
    /// <summary>Greets whom it comes to know, without a wait.</summary>
    public const string GreetAtOnce = """
        store: { name: Ridgeway Bikes, timeZone: Europe/London, businessHours: Mon-Sun 06:00-22:00, currency: GBP }
        plays:
          welcome:
            on: customer.known
            send: { email: welcome }
            once: true
        """;
}
