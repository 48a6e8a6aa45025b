namespace Handraiser.Functions.Reaction;

/// <summary>The playbook in force, the state of the shop, and the time: read together, so that one message is decided by one set of rules.</summary>
internal interface IMoments
{
    /// <summary>What holds now.</summary>
    ValueTask<Moment> NowAsync(CancellationToken cancellation);

    /// <summary>What held when it was last looked at, however long ago, without asking anybody; null when it never was.</summary>
    Moment? Known => null;

    /// <summary>The next look reads everything anew: something was switched here, and this instance need not wait to hear of it.</summary>
    void Forget()
    {
    }
}
