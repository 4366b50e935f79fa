package hapi.cli.command;

import picocli.CommandLine.Option;

/// `-h` and `--help` of a command whose options picocli reads. With it nothing else is required,
/// and the [Dispatcher] prints the command's help in place of running it.
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    private boolean isAsked;
}
