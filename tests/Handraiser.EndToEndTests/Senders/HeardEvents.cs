using System.Collections.Concurrent;
using System.Net;
using Handraiser.Events;
using Handraiser.Functions.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.EndToEndTests.Senders;

/// <summary>Listens in on what the door hands to the queue, and stands for the internet: whatever is called there is noted and
/// answered with nothing: by the store of thin webhooks as gone, which is no fault.</summary>
internal sealed class HeardEvents
{
    private readonly ConcurrentQueue<Uri> called = new();
    private readonly ConcurrentQueue<CustomerEvent> heard = new();

    /// <summary>Puts the listener between the door and the queue.</summary>
    public void ListenIn(IServiceCollection services)
    {
        services.AddSingleton<IEventSink>(s => new Listener(ActivatorUtilities.CreateInstance<EventSink>(s), heard));
        services.AddSingleton(new IntakeHttp(new Internet(called)));
    }

    /// <summary>The addresses that were called.</summary>
    public IReadOnlyCollection<Uri> Called => called;

    /// <summary>What was handed on since the last call.</summary>
    public IReadOnlyList<CustomerEvent> Take()
    {
        var taken = new List<CustomerEvent>();
        while (heard.TryDequeue(out var one)) taken.Add(one);
        return taken;
    }

    private sealed class Internet(ConcurrentQueue<Uri> called) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            called.Enqueue(request.RequestUri!);
            var isStore = request.RequestUri!.Host == "api.bigcommerce.com";
            return Task.FromResult(new HttpResponseMessage(isStore ? HttpStatusCode.NotFound : HttpStatusCode.OK) { Content = new StringContent("{}") });
        }
    }

    private sealed class Listener(IEventSink sink, ConcurrentQueue<CustomerEvent> heard) : IEventSink
    {
        public async Task AcceptAsync(IReadOnlyList<CustomerEvent> events, CancellationToken cancellation)
        {
            await sink.AcceptAsync(events, cancellation);
            foreach (var one in events) heard.Enqueue(one);
        }

        public async Task AcceptAsync(LineBatch events, CancellationToken cancellation)
        {
            // Before they are handed on: the batch is gone after that.
            var told = EventPack.Read(events).ToList();
            await sink.AcceptAsync(events, cancellation);
            foreach (var one in told) heard.Enqueue(one);
        }
    }
}
