#nullable enable
namespace Azure.Data.Tables.Protocol;

/// <summary>The answer for a row that is not there.</summary>
internal sealed class Absent<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T? Value => throw new InvalidOperationException($"The response has no value: the service answered {response.Status}.");

    public override Response GetRawResponse() => response;
}
