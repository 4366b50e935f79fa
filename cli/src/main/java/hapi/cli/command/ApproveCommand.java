package hapi.cli.command;

import hapi.cli.hub.HubException;
import hapi.cli.tui.DisplayText;
import hapi.cli.web.HubPages;
import hapi.cli.web.OpenRequest;
import hapi.cli.web.SessionRow;
import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `hapi approve [REQUEST] [--deny [--reason TEXT]] [--for-session] [--session ID] [--json]`: what
/// agents wait for, and the answer to one of them. A request is always named: nothing is allowed
/// that was not looked at.
@Command(name = "approve", description = "Show what agents ask for, allow or refuse it.")
final class ApproveCommand implements Dispatcher.Command {
    private static final int MIN_PREFIX = 4;

    @Parameters(arity = "0..1", paramLabel = "REQUEST", description = "its id or how it begins")
    private String requestId = "";

    @Option(names = "--session", paramLabel = "ID", description = "only of this session")
    private String sessionId = "";

    @Option(names = "--deny", description = "refuse it")
    private boolean deny;

    @Option(names = "--reason", paramLabel = "TEXT", description = "what the agent is told")
    private String reason = "";

    @Option(names = "--for-session", description = "allow it for the rest of the session")
    private boolean forSession;

    @Mixin private final HelpOption help = new HelpOption();
    @Mixin private final ScriptOutput output;
    private final Invocation invocation;

    ApproveCommand(Invocation invocation) {
        this.invocation = invocation;
        this.output = new ScriptOutput(invocation);
    }

    @Override
    public int call() {
        checkUse();
        return HubCommand.run(
                invocation,
                (hub, _) -> {
                    List<OpenRequest> open = open(hub);
                    return requestId.isEmpty() ? show(open) : decide(hub, open);
                });
    }

    private void checkUse() {
        if (requestId.isEmpty() && (deny || forSession)) {
            throw wrongUse("Name the request: hapi approve shows the open ones");
        }
        if (!requestId.isEmpty() && requestId.length() < MIN_PREFIX) {
            throw wrongUse(
                    "At least %d characters of the request's id are needed".formatted(MIN_PREFIX));
        }
        if (!reason.isEmpty() && !deny) {
            throw wrongUse("--reason goes with --deny");
        }
        if (deny && forSession) {
            throw wrongUse("--deny and --for-session exclude each other");
        }
    }

    private static CommandFailure wrongUse(String line) {
        return CommandFailure.usage("approve", line);
    }

    private List<OpenRequest> open(HubPages hub) throws HubException {
        List<SessionRow> sessions =
                sessionId.isEmpty() ? hub.sessions() : List.of(HubCommand.session(hub, sessionId));
        List<OpenRequest> open = new ArrayList<>();
        for (SessionRow session : sessions) {
            if (session.requestCount() > 0) {
                open.addAll(hub.requests(session.id()));
            }
        }
        return open;
    }

    private int show(List<OpenRequest> open) {
        if (output.isJson()) {
            ArrayNode list = Json.mapper().createArrayNode();
            open.forEach(request -> list.add(json(request)));
            output.json(list);
            return 0;
        }
        if (open.isEmpty()) {
            output.line("No agent waits for a decision.");
        }
        for (OpenRequest request : open) {
            output.line(
                    "%s  %s  session %s"
                            .formatted(
                                    DisplayText.line(request.id()),
                                    DisplayText.line(request.tool()),
                                    DisplayText.line(request.sessionId())));
            DisplayText.exactLines(request.what()).forEach(line -> output.line("    " + line));
        }
        return 0;
    }

    private int decide(HubPages hub, List<OpenRequest> open) throws HubException {
        OpenRequest request = HubCommand.request(requestId, open);
        if (deny) {
            hub.deny(request, reason.isEmpty() ? null : reason);
        } else {
            hub.approve(request, forSession);
        }
        if (output.isJson()) {
            output.json(json(request).put("decision", deny ? "denied" : "approved"));
        } else {
            output.line(
                    "%s %s: %s"
                            .formatted(
                                    deny ? "Refused" : "Allowed",
                                    DisplayText.line(request.tool()),
                                    DisplayText.line(request.what())));
        }
        return 0;
    }

    private static ObjectNode json(OpenRequest request) {
        ObjectNode node =
                Json.object()
                        .put("session", request.sessionId())
                        .put("id", request.id())
                        .put("tool", request.tool())
                        .put("since", request.since());
        node.set("arguments", request.arguments());
        return node;
    }
}
