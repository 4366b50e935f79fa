package hapi.cli.command;

import hapi.cli.doctor.Doctor;
import hapi.cli.doctor.Finding;
import hapi.cli.doctor.LockCheck;
import hapi.cli.runner.OwnProcesses;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `hapi doctor [clean] [--json]`: what is wrong and how to mend it. Exit code 0 when all is well,
/// 1 with a fault.
@Command(name = "doctor", description = "Find out why a connection does not come up.")
final class DoctorCommand implements Dispatcher.Command {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Parameters(
            arity = "0..1",
            paramLabel = "clean",
            description = "remove what programs that died have left in this home")
    private String action = "";

    @Option(names = "--json", description = "findings for a script")
    private boolean json;

    @Option(names = "--sessions", description = "with clean: end sessions that no runner knows")
    private boolean sessions;

    @Mixin private final HelpOption help = new HelpOption();
    private final Invocation invocation;

    DoctorCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int call() {
        return switch (action) {
            case "" -> examine();
            case "clean" -> clean();
            default -> throw CommandFailure.usage("doctor", "Unknown doctor action: " + action);
        };
    }

    private int examine() {
        List<Finding> findings =
                new Doctor(invocation.environment(), invocation.clock(), LIMIT).examine();
        boolean isHealthy = findings.stream().noneMatch(Finding::isFault);
        if (json) {
            invocation.out().println(report(findings, isHealthy).toPrettyString());
        } else {
            new DoctorReport(invocation).print();
            print(findings, isHealthy);
        }
        return isHealthy ? 0 : 1;
    }

    private ObjectNode report(List<Finding> findings, boolean isHealthy) {
        ObjectNode report = Json.object().put("healthy", isHealthy);
        ArrayNode list = report.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode node =
                    list.addObject()
                            .put("check", finding.check())
                            .put("status", finding.status().wire())
                            .put("summary", finding.summary());
            finding.fix().forEach(node.putArray("fix")::add);
        }
        return report;
    }

    private void print(List<Finding> findings, boolean isHealthy) {
        Palette palette = Palette.of(invocation);
        invocation.out().println();
        invocation.out().println("Checks");
        for (Finding finding : findings) {
            String sign =
                    switch (finding.status()) {
                        case OK -> palette.good("✓");
                        case NOTE -> palette.dim("i");
                        case FAULT -> palette.bad("✗");
                        case SKIPPED -> palette.dim("-");
                    };
            invocation
                    .out()
                    .println("  %s %s: %s".formatted(sign, finding.check(), finding.summary()));
            finding.fix().forEach(line -> invocation.out().println("      → " + line));
        }
        long faults = findings.stream().filter(Finding::isFault).count();
        invocation.out().println();
        invocation
                .out()
                .println(
                        isHealthy
                                ? palette.good("All is well.")
                                : palette.bad(
                                        "%d %s found; the arrows say how to mend it."
                                                .formatted(
                                                        faults, faults == 1 ? "fault" : "faults")));
    }

    /// Only this home: what other homes and other programs have is not touched.
    private int clean() {
        HapiHome home = HapiHome.of(invocation.environment());
        boolean wasClean = cleanProcesses(new OwnProcesses(home));
        List<Path> locks =
                new LockCheck(home, invocation.environment(), invocation.clock()).stale();
        for (Path lock : locks) {
            try {
                Files.deleteIfExists(lock);
                invocation.out().println("Removed " + lock);
            } catch (IOException e) {
                throw new CommandFailure(
                        "%s cannot be removed: %s".formatted(lock, e.getMessage()));
            }
        }
        if (locks.isEmpty() && wasClean) {
            invocation.out().println("Nothing to clean in " + home.folder());
        }
        return 0;
    }

    /// A hung runner is ended, since it keeps others out; sessions may be at work and are ended
    /// only when that was asked for. True when there was nothing.
    private boolean cleanProcesses(OwnProcesses own) {
        List<OwnProcesses.Found> orphans = own.orphans(invocation.environment());
        List<OwnProcesses.Found> kept =
                orphans.stream().filter(it -> it.what().equals("session") && !sessions).toList();
        for (OwnProcesses.Found found : orphans) {
            if (!kept.contains(found)) {
                String ended = own.end(found) ? "Ended %s process %d" : "Cannot end %s process %d";
                invocation.out().println(ended.formatted(found.what(), found.pid()));
            }
        }
        if (!kept.isEmpty()) {
            invocation
                    .out()
                    .println(
                            "%d %s of a runner that is gone still %s. The next runner takes them"
                                            .formatted(
                                                    kept.size(),
                                                    kept.size() == 1 ? "session" : "sessions",
                                                    kept.size() == 1 ? "runs" : "run")
                                    + " over (hapi runner start); to end them: hapi doctor clean"
                                    + " --sessions");
        }
        return orphans.isEmpty();
    }
}
