using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>
/// Everything that is kept of one customer, under readable names, for the customer (GDPR articles 15 and 20): the row itself, nothing left
/// out, so that what is added to a profile is in the export without anybody thinking of it.
/// </summary>
public static class ProfileExport
{
    private static readonly JsonSerializerOptions Options = new(ProfileJsonContext.Default.Options)
    {
        WriteIndented = true,
        TypeInfoResolver = ProfileJsonContext.Default.WithAddedModifier(LeanJson.OmitEmpty).WithAddedModifier(Rename),
    };

    /// <summary>The profile as UTF-8 JSON.</summary>
    public static byte[] Write(Profile profile) => JsonSerializer.SerializeToUtf8Bytes(profile, (JsonTypeInfo<Profile>)Options.GetTypeInfo(typeof(Profile)));

    private static void Rename(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is System.Reflection.MemberInfo member) property.Name = JsonNamingPolicy.CamelCase.ConvertName(member.Name);
        }
    }
}
