using System.Globalization;

namespace Handraiser.LocalHost.Demo;

/// <summary>Who is on the sample shop's list.</summary>
public static class People
{
    private static readonly string[] First = ["Ada", "Ben", "Chloe", "Dan", "Ella", "Finn", "Grace", "Hugo", "Isla", "Jack", "Kate", "Liam", "Maya", "Noah", "Olive", "Priya", "Ravi", "Sara", "Tom", "Zoe"];
    private static readonly string[] Last = ["Archer", "Brook", "Carter", "Dale", "Ellis", "Ford", "Green", "Hill", "Irving", "Jones", "Khan", "Lane", "Moss", "North", "Okoro", "Price", "Reed", "Shaw", "Turner", "West"];

    /// <summary>A first name.</summary>
    public static string FirstName(int customer) => First[customer % First.Length];

    /// <summary>A last name.</summary>
    public static string LastName(int customer) => Last[customer / First.Length % Last.Length];

    /// <summary>An address at a domain that never exists (RFC 2606).</summary>
    public static string Email(int customer) =>
        string.Create(CultureInfo.InvariantCulture, $"{FirstName(customer)}.{LastName(customer)}.{customer}@mail.example").ToLowerInvariant();
}
