using System.CommandLine;
using Handraiser.LocalHost.Commands;

var root = new RootCommand("Handraiser on one machine: the function app, its storage, a mailbox that catches what is sent, and a day to watch.");
var serve = ServeCommand.Create();
root.Subcommands.Add(serve);
root.Subcommands.Add(DemoCommand.Create());
// Without a command, serve.
foreach (var option in serve.Options) root.Options.Add(option);
root.SetAction(serve.Action is System.CommandLine.Invocation.AsynchronousCommandLineAction action
    ? action.InvokeAsync
    : (_, _) => Task.FromResult(1));
return await root.Parse(args).InvokeAsync();
