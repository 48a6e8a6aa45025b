using System.CommandLine;
using System.CommandLine.Invocation;

namespace Handraiser.LocalHost.Commands;

/// <summary>The command line as a whole.</summary>
internal static class CommandLine
{
    /// <summary>All commands.</summary>
    /// <param name="transport">What carries calls to a running Handraiser; null for the network.</param>
    public static RootCommand Create(HttpMessageHandler? transport = null)
    {
        var root = new RootCommand("Handraiser on one machine: the function app, its storage, a mailbox that catches what is sent, and a day to watch.");
        var serve = ServeCommand.Create();
        root.Subcommands.Add(serve);
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(CheckPlaybookCommand.Create());
        root.Subcommands.Add(PlaybookCommand.Create(transport));
        root.Subcommands.Add(SegmentsCommand.Create(transport));
        root.Subcommands.Add(CampaignCommand.Create(transport));
        root.Subcommands.Add(ImportCommand.Create(transport));
        root.Subcommands.Add(ProductsCommand.Create(transport));
        root.Subcommands.Add(DoctorCommand.Create());
        root.Subcommands.Add(PreviewCommand.Create(transport));
        root.Subcommands.Add(ReplayCommand.Create(transport));
        foreach (var command in SwitchCommands.Create(transport)) root.Subcommands.Add(command);
        // Without a command, serve.
        foreach (var option in serve.Options) root.Options.Add(option);
        root.SetAction(serve.Action is AsynchronousCommandLineAction action ? action.InvokeAsync : (_, _) => Task.FromResult(1));
        return root;
    }
}
