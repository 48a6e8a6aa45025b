namespace Handraiser.Benchmarks.Leads;

/// <summary>What somebody did with a brand, by the numbers of the file.</summary>
internal enum ClickKind
{
    View = 0,
    Buy = 1,
    Favourite = 2,
    Cart = 3,
}

/// <summary>One line of the click data; a day number of 2014, no time of day.</summary>
internal readonly record struct Click(string User, string Brand, ClickKind Kind, int Day);

/// <summary>The click data of the fashion marketplace.</summary>
internal static class ClickLog
{
    public static IEnumerable<Click> Read(string folder)
    {
        foreach (var line in DataSets.Lines(folder, "tmall2014_half.csv.gz").Skip(1))
        {
            var words = line.Split(',');
            var date = words[3].Split('-');
            var day = new DateOnly(2014, DataSets.Number(date[0]), DataSets.Number(date[1])).DayNumber;
            yield return new(words[0], words[1], (ClickKind)DataSets.Number(words[2]), day);
        }
    }
}
