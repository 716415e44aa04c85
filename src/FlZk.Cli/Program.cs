using FlZk.Cli;

return await CommandTree.InvokeAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
