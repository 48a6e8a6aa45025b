using Handraiser.Functions;
using Handraiser.Functions.Storage;
using Handraiser.Testing.Storage;
using Xunit;

namespace Handraiser.Tests.Storage;

public sealed class PoisonMessagesTests
{
    [Fact]
    public async Task What_cannot_be_parked_now_goes_back_into_its_poison_queue_as_a_new_message()
    {
        var account = new MemoryAccount(TimeProvider.System);
        var (tables, queues, blobs) = account.Clients();
        await queues.GetQueueClient(Names.Queues.Events + Names.Queues.PoisonSuffix).CreateIfNotExistsAsync();

        // There is no table to park it in.
        await new PoisonMessages(new ParkedTable(tables, blobs), queues, TimeProvider.System).Events("a pack", CancellationToken.None);

        var message = Assert.Single(account.Queue(Names.Queues.Events + Names.Queues.PoisonSuffix).All());
        Assert.Equal(("a pack", 0), (message.Text, message.Dequeued));
        Assert.True(message.VisibleAt > DateTimeOffset.UtcNow.AddMinutes(5));
    }
}
