package hapi.cli;

import hapi.cli.command.Dispatcher;
import hapi.cli.command.Invocation;

/// The `hapi` command. The launcher sends every command here except `hapi hub`, which has a main
/// class and a class path of its own.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int exitCode = Dispatcher.run(args, Invocation.ofProcess());
        System.out.flush();
        System.exit(exitCode);
    }
}
