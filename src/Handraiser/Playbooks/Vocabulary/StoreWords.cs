using Handraiser.Playbooks.Reading;
using Handraiser.Plays;

namespace Handraiser.Playbooks.Vocabulary;

/// <summary>Words about the shop and those who answer for it.</summary>
internal static class StoreWords
{
    private static readonly Word<string> Name = new("name", Shapes.Text, "Its name, as customers know it.") { Required = true };
    private static readonly Word<TimeZoneInfo> Zone = new("timeZone", Shapes.Zone, "Its time zone. A customer's own zone wins: stated, else from their place, else this.") { Default = "UTC" };
    private static readonly Word<WeeklyHours> Hours = new("businessHours", Shapes.Hours, "When people are there to answer (law 3).") { Default = "Mon-Fri 09:00-17:30" };
    private static readonly Word<string> Currency = new("currency", Shapes.Currency, "What its prices are in.") { Default = "GBP" };
    private static readonly Word<TimeOnly> UsualHour = new("usualHour", Shapes.Time, "When to write to customers whose own usual hour of opening is not known yet.") { Default = "10:00" };
    private static readonly Word<string> Url = new("url", Shapes.Text, "Where it sells, for links in mails.");
    private static readonly Word<string> Address = new("address", Shapes.Text, "Its postal address, which every marketing mail must show.");

    public static Section<Store> Store { get; } = new("store", "Who the shop is.", [Name, Zone, Hours, Currency, UsualHour, Url, Address], (Fields f, out Store value) =>
    {
        value = new Store
        {
            Name = f.Read(Name, ""),
            TimeZone = f.Read(Zone, TimeZoneInfo.Utc),
            BusinessHours = f.Read(Hours, WeeklyHours.OfficeHours),
            Currency = f.Read(Currency, "GBP"),
            UsualHour = f.Read(UsualHour, new TimeOnly(10, 0)),
            Url = f.Read(Url),
            Address = f.Read(Address),
        };
        return true;
    });

    private static readonly Word<string> Who = new("name", Shapes.Text, "The name that customers read.") { Required = true };
    private static readonly Word<string> Email = new("email", Shapes.Email, "Where alerts and customers' replies go.") { Required = true };
    private static readonly Word<WeeklyHours> Works = new("hours", Shapes.Hours, "When they work, in the shop's time zone.") { Default = "Mon-Fri 09:00-17:30" };
    private static readonly Word<int> PerDay = new("perDay", Shapes.Whole(1, 1000), "How many customers they can answer on a day; more are shown as overflow (law 2).") { Default = "20" };
    private static readonly Word<List<string>> Knows = new("knows", new ListOf<string>(Shapes.Category, "a list of categories"), "The categories that they know best.");

    public static Section<Responder> Responder { get; } = new("responder", "Somebody who answers customers that raised a hand (laws 1 to 3).", [Who, Email, Works, PerDay, Knows], (Fields f, out Responder value) =>
    {
        value = new Responder(f.Read(Who, ""), f.Read(Email, ""), f.Read(Works, WeeklyHours.OfficeHours), f.Maybe(PerDay) ?? 20, [.. f.Read(Knows, [])]);
        return true;
    });
}
