package hapi.cli.command;

import hapi.cli.tui.DisplayText;
import hapi.cli.web.SessionRow;
import hapi.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `hapi list [--all] [--json]`: the sessions of the hub.
@Command(name = "list", description = "List the sessions of the hub.")
final class ListCommand implements Dispatcher.Command {
    private static final int SHORT_ID = 8;

    @Option(
            names = {"-a", "--all"},
            description = "those that have ended too")
    private boolean all;

    @Mixin private final HelpOption help = new HelpOption();
    @Mixin private final ScriptOutput output;
    private final Invocation invocation;

    ListCommand(Invocation invocation) {
        this.invocation = invocation;
        this.output = new ScriptOutput(invocation);
    }

    @Override
    public int call() {
        return HubCommand.run(
                invocation,
                (hub, _) -> {
                    List<SessionRow> rows =
                            hub.sessions().stream().filter(it -> all || it.isActive()).toList();
                    if (output.isJson()) {
                        output.json(json(rows));
                    } else {
                        print(rows);
                    }
                    return 0;
                });
    }

    static String word(SessionRow.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static ArrayNode json(List<SessionRow> rows) {
        ArrayNode list = Json.mapper().createArrayNode();
        for (SessionRow row : rows) {
            ObjectNode node =
                    list.addObject()
                            .put("id", row.id())
                            .put("state", word(row.state()))
                            .put("agent", row.agent())
                            .put("machine", row.machine())
                            .put("folder", row.folder())
                            .put("title", row.title())
                            .put("updatedAt", row.updatedAt())
                            .put("openRequests", row.requestCount());
            row.requests().forEach(node.putArray("requests")::add);
        }
        return list;
    }

    private void print(List<SessionRow> rows) {
        if (rows.isEmpty()) {
            output.line(
                    all ? "There is no session." : "No session is running. All: hapi list --all");
            return;
        }
        List<List<String>> cells = new ArrayList<>();
        for (SessionRow row : rows) {
            cells.add(
                    List.of(
                            shortId(row.id(), rows),
                            word(row.state()),
                            DisplayText.line(row.agent()),
                            DisplayText.line(row.machine()),
                            age(row.updatedAt()),
                            DisplayText.line(row.folder()),
                            DisplayText.line(row.title())));
        }
        output.lines(
                Columns.of(
                        List.of("ID", "STATE", "AGENT", "MACHINE", "AGE", "FOLDER", "TITLE"),
                        cells));
        rows.stream()
                .flatMap(row -> row.requests().stream())
                .findFirst()
                .ifPresent(id -> output.line("\nOpen requests: hapi approve"));
    }

    /// Long enough to name the session.
    private static String shortId(String id, List<SessionRow> rows) {
        int length = SHORT_ID;
        while (length < id.length()) {
            String candidate = id.substring(0, length);
            if (rows.stream().filter(row -> row.id().startsWith(candidate)).count() == 1) {
                return candidate;
            }
            length++;
        }
        return id;
    }

    private String age(long at) {
        return Columns.age(Duration.ofMillis(Math.max(0, invocation.clock().millis() - at)));
    }
}
