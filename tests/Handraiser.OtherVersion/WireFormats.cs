using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Handraiser.OtherVersion;

/// <summary>Turns what this version says to storage into what another version would have said, and what that one could not read into something unreadable.</summary>
internal abstract partial class WireFormats : HttpPipelinePolicy
{
    /// <summary>A message of the queue <c>events</c>, or its poison queue, as the other version writes it.</summary>
    protected abstract string Sent(string message);

    /// <summary>A message of the queue <c>events</c> as this version's code is to see it, so that it does what the other version would do with it.</summary>
    protected abstract string Received(string message);

    /// <summary>The profile of a row as the other version writes it.</summary>
    protected abstract byte[] Stored(byte[] profile);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Outgoing(message.Request);
        ProcessNext(message, pipeline);
        Incoming(message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Outgoing(message.Request);
        await ProcessNextAsync(message, pipeline);
        Incoming(message);
    }

    private void Outgoing(Request request)
    {
        // A request that is tried again has been turned already: both turns leave alone what they made.
        if (request.Content is null || request.Method == RequestMethod.Get) return;
        if (IsOfEvents(request)) request.Content = RequestContent.Create(BinaryData.FromString(Messages(Text(request.Content), Sent)));
        else if (request.Headers.TryGetValue("DataServiceVersion", out _)) request.Content = RequestContent.Create(BinaryData.FromString(Profiles().Replace(Text(request.Content), Row)));
    }

    private void Incoming(HttpMessage message)
    {
        // What lies in the poison queue is parked as it is: nobody reads it.
        if (message.Request.Method != RequestMethod.Get || !IsOfEvents(message.Request) || message.Request.Uri.Path.Contains("-poison/", StringComparison.Ordinal) || message.Response is not { IsError: false, ContentStream: { } content } response) return;
        using var reader = new StreamReader(content);
        response.ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(Messages(reader.ReadToEnd(), Received)));
    }

    private string Row(Match found) => $"\"P0\":\"{Convert.ToBase64String(Stored(Convert.FromBase64String(found.Groups[1].Value)))}\"";

    private static bool IsOfEvents(Request request) =>
        request.Uri.Path is { } path && (path.EndsWith("/events/messages", StringComparison.Ordinal) || path.EndsWith("/events-poison/messages", StringComparison.Ordinal));

    private static string Messages(string xml, Func<string, string> turn)
    {
        var list = XDocument.Parse(xml, LoadOptions.PreserveWhitespace);
        foreach (var text in list.Descendants("MessageText")) text.Value = turn(text.Value);
        return list.ToString(SaveOptions.DisableFormatting);
    }

    private static string Text(RequestContent content)
    {
        using var copy = new MemoryStream();
        content.WriteTo(copy, CancellationToken.None);
        copy.Position = 0;
        using var reader = new StreamReader(copy);
        return reader.ReadToEnd();
    }

    /// <summary>The first and, as customers of tests are small, only part of a profile.</summary>
    [GeneratedRegex("\"P0\":\"([^\"]+)\"")]
    private static partial Regex Profiles();
}
