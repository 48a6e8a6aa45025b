using Handraiser.LocalHost.Commands;

return await CommandLine.Create().Parse(args).InvokeAsync();
