using Handraiser.Messages;

namespace Handraiser.Playbooks;

/// <summary>The playbook that ships with Handraiser.</summary>
public static class DefaultPlaybook
{
    /// <summary>Its text, as a shop would copy it.</summary>
    public static string Text { get; } = EmbeddedText.Read("Playbooks/default.yaml");

    /// <summary>The playbook, checked and compiled.</summary>
    public static Playbook Playbook { get; } = PlaybookLoader.Load(Text).OrThrow();
}
