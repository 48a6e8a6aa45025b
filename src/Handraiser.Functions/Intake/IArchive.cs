namespace Handraiser.Functions.Intake;

/// <summary>Raw bodies, kept for a month so that they can be put through again after a mistake of ours.</summary>
public interface IArchive
{
    /// <summary>Takes a proven request; written later, with others. Never waits and never fails: an archive must not cost an acknowledgement.</summary>
    void Add(string sender, WebhookRequest request);
}
