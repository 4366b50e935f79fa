package hapi.cli.acp;

import static hapi.cli.acp.ToolCard.text;

import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One of the answers an agent offers with its question. Only the four kinds that the protocol
/// names are ever chosen: an unknown kind might be an allow, and the first option mostly is one.
record PermissionOption(String id, String kind) {
    /// Options that outlive the session or cover more than this tool, where a narrower one is
    /// offered too.
    private static final Pattern WIDE =
            Pattern.compile("server|save|persist|project|global|workspace|all");

    static List<PermissionOption> read(JsonNode options) {
        List<PermissionOption> all = new ArrayList<>();
        for (JsonNode option : options) {
            if (!text(option, "optionId").isEmpty()) {
                all.add(new PermissionOption(text(option, "optionId"), text(option, "kind")));
            }
        }
        return all;
    }

    /// Yes: once, or for the session. Empty when the agent offers no such thing.
    static Optional<PermissionOption> allow(List<PermissionOption> options, boolean forSession) {
        Optional<PermissionOption> once = of(options, "allow_once").findFirst();
        Optional<PermissionOption> always =
                of(options, "allow_always")
                        .filter(option -> !WIDE.matcher(option.id).find())
                        .findFirst()
                        .or(() -> of(options, "allow_always").findFirst());
        return forSession ? always.or(() -> once) : once.or(() -> always);
    }

    static Optional<PermissionOption> reject(List<PermissionOption> options) {
        return of(options, "reject_once")
                .findFirst()
                .or(() -> of(options, "reject_always").findFirst());
    }

    /// The result of `session/request_permission`; nothing chosen means cancelled.
    static ObjectNode outcome(Optional<PermissionOption> chosen) {
        ObjectNode result = Json.object();
        ObjectNode outcome = result.putObject("outcome");
        if (chosen.isEmpty()) {
            outcome.put("outcome", "cancelled");
        } else {
            outcome.put("outcome", "selected").put("optionId", chosen.get().id);
        }
        return result;
    }

    private static Stream<PermissionOption> of(List<PermissionOption> options, String kind) {
        return options.stream().filter(option -> option.kind.equals(kind));
    }
}
