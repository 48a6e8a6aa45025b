using System.IO.Pipelines;
using Handraiser.Functions.Intake;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Handraiser.Tests.Intake;

public sealed class BodyRoomTests
{
    private readonly BodyRoom room = new();
    private readonly TaskCompletionSource<DoorAnswer> handled = new();

    [Fact]
    public async Task What_does_not_fit_beside_others_comes_again_and_fits_when_they_are_done()
    {
        var inHand = Enumerable.Range(0, 3).Select(_ => HoldAsync(BodyReader.MaxBytes, handled.Task)).ToArray();

        var crowded = await HoldAsync(BodyReader.MaxBytes);
        Assert.Equal((503, true), (crowded.Status, crowded.RetryAfter > TimeSpan.Zero));
        Assert.Equal(200, (await HoldAsync(64 * 1024)).Status);

        handled.SetResult(DoorAnswer.Taken);
        Assert.All(await Task.WhenAll(inHand), answer => Assert.Equal(200, answer.Status));
        Assert.Equal(200, (await HoldAsync(BodyReader.MaxBytes)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_larger_than_the_room_is_taken_when_it_is_alone(bool told)
    {
        const int Most = (int)BodyRoom.MostBytes * 2;
        var large = Request(Most - 1);
        if (!told) large.ContentLength = null;
        Assert.Equal(200, (await room.HoldAsync(large, Most, _ => Task.FromResult(DoorAnswer.Taken), default)).Status);

        _ = HoldAsync(BodyReader.MaxBytes, handled.Task);
        large = Request(Most - 1);
        if (!told) large.ContentLength = null;
        Assert.Equal(503, (await room.HoldAsync(large, Most, _ => Task.FromResult(DoorAnswer.Taken), default)).Status);
    }

    [Fact]
    public async Task Those_who_say_that_much_will_come_and_send_little_keep_nobody_out()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 100).Select(_ =>
        {
            var request = Request(0);
            request.ContentLength = BodyReader.MaxBytes;
            request.Body = new Pipe().Reader.AsStream();
            return room.HoldAsync(request, BodyReader.MaxBytes, _ => handled.Task, stop.Token);
        }).ToArray();

        Assert.Equal(200, (await HoldAsync(BodyReader.MaxBytes)).Status);

        await stop.CancelAsync();
        foreach (var one in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
    }

    [Fact]
    public async Task A_body_that_fails_leaves_its_room_to_others()
    {
        for (var i = 0; i < 10; i++) await Assert.ThrowsAsync<FormatException>(() => HoldAsync(BodyReader.MaxBytes, Task.FromException<DoorAnswer>(new FormatException())));
        Assert.Equal(413, (await HoldAsync(BodyReader.MaxBytes + 1)).Status);
        Assert.Equal(200, (await HoldAsync(BodyReader.MaxBytes)).Status);
    }

    private Task<DoorAnswer> HoldAsync(int bytes, Task<DoorAnswer>? handled = null) =>
        room.HoldAsync(Request(bytes), BodyReader.MaxBytes, _ => handled ?? Task.FromResult(DoorAnswer.Taken), default);

    private static HttpRequest Request(int bytes) => DoorHarness.Request("POST", "/", new byte[bytes]);
}
