package hapi.cli.command;

import hapi.cli.config.Launcher;
import hapi.cli.config.ThisMachine;
import hapi.cli.runner.ServiceUnit;
import hapi.cli.runner.ServiceUnit.Form;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// Prints a service file in the form of this system: launchd's on a Mac, systemd's elsewhere.
record ServiceText(Invocation invocation) {
    /// @param asked the form of another system
    /// @param unit of the launcher script
    /// @throws CommandFailure when there is no script, this is Windows, or a path has a control
    ///   character
    void print(Optional<Form> asked, Function<Path, ServiceUnit> unit) {
        Path script =
                Launcher.find(invocation.environment())
                        .script()
                        .orElseThrow(() ->
                                new CommandFailure(
                                        "This program was not started by its launcher script, so"
                                                + " there is nothing a service could start."));
        try {
            invocation.out().print(unit.apply(script).text(asked.orElseGet(ServiceText::form)));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("No service file: " + e.getMessage());
        }
    }

    private static Form form() {
        return switch (ThisMachine.platform()) {
            case "win32" ->
                    throw new CommandFailure(
                            "There is no service file for Windows: let its Task Scheduler run"
                                    + " `hapi hub` or `hapi runner start` at logon.");
            case "darwin" -> Form.LAUNCHD;
            default -> Form.SYSTEMD;
        };
    }
}
