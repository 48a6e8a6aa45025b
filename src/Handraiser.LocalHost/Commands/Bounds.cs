using System.CommandLine;
using System.Globalization;

namespace Handraiser.LocalHost.Commands;

/// <summary>Options that are numbers within bounds.</summary>
internal static class Bounds
{
    /// <summary>Refuses other numbers in words, before anything is begun.</summary>
    public static Option<int> Within(this Option<int> option, int least, int most)
    {
        option.Validators.Add(result =>
        {
            foreach (var told in result.Tokens)
            {
                if (int.TryParse(told.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (number < least || number > most))
                    result.AddError($"{option.Name} takes a number from {least} to {most}, not {number}.");
            }
        });
        return option;
    }
}
