package hapi.cli.hub;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Why a REST call failed, with the words a person at a terminal needs. Source: agents/commands.md
/// section 3.
public sealed interface HubFailure {
    /// The protocol version this program speaks.
    int PROTOCOL_VERSION = 1;

    /// No connection: refused, unknown host, timed out, broken.
    record Unreachable(URI hub, String reason) implements HubFailure {}

    /// Who listens there does not know the secret of this home's hub; it was not sent the token.
    record Unproven(URI hub) implements HubFailure {}

    /// 401: the token is not the hub's.
    record Unauthorized(URI hub, String error, OptionalInt hubVersion) implements HubFailure {}

    /// 403: the row belongs to another namespace, or a proxy refused.
    record Forbidden(URI hub, String error, OptionalInt hubVersion) implements HubFailure {}

    /// Any other answer that is not a success.
    record Refused(URI hub, int status, String error, OptionalInt hubVersion)
            implements HubFailure {}

    /// A success that does not hold what it should: not a HAPI hub, most likely.
    record Garbled(URI hub, String reason) implements HubFailure {}

    /// One line for logs and exceptions.
    default String summary() {
        return switch (this) {
            case Unreachable f ->
                    "Unable to connect to HAPI hub at %s: %s".formatted(f.hub, f.reason);
            case Unproven f -> "What listens at %s is not the hub of this home".formatted(f.hub);
            case Unauthorized f -> "Authentication error: " + f.error;
            case Forbidden f -> "Access denied: " + f.error;
            case Refused f -> "Hub answered %d: %s".formatted(f.status, f.error);
            case Garbled f -> "%s does not answer like a HAPI hub: %s".formatted(f.hub, f.reason);
        };
    }

    /// What to print, without colours, first line first.
    default List<String> lines() {
        return switch (this) {
            case Unreachable f ->
                    List.of(
                            "Unable to connect to HAPI hub",
                            "  Hub URL: " + f.hub,
                            "  Reason: " + f.reason,
                            "  Please check your network connection or hub status");
            case Unproven f ->
                    List.of(
                            "Error: " + f.summary(),
                            "  It does not know this home's secret, so it was not sent the token.",
                            "  Another program may have taken the port: stop it and start the hub.",
                            "  If this hub is the right one (a published one, or one with another"
                                    + " home), set HAPI_HUB_PROOF=off");
            case Unauthorized f ->
                    withVersion(
                            f.hubVersion,
                            "Authentication error: " + f.error,
                            "  Hub URL: " + f.hub,
                            "  Run: hapi auth login");
            case Forbidden f -> withVersion(f.hubVersion, forbidden(f));
            case Refused f -> withVersion(f.hubVersion, "Error: " + f.summary());
            case Garbled f -> List.of("Error: " + f.summary(), "  Is HAPI_API_URL right?");
        };
    }

    private static String[] forbidden(Forbidden f) {
        return switch (f.error) {
            case "Machine access denied" ->
                    new String[] {
                        "Machine access denied",
                        "  This machine is already registered under another namespace of the hub.",
                        "  Use the token of that namespace, or run: hapi auth logout"
                                + " (it also forgets the machine id), then hapi auth login"
                    };
            case "Session access denied" ->
                    new String[] {
                        "Session access denied",
                        "  This session belongs to another namespace of the hub.",
                        "  Use the token of the namespace that started it."
                    };
            default ->
                    new String[] {
                        "Authentication error: " + f.error,
                        "  Hub URL: " + f.hub,
                        "  Run: hapi auth login"
                    };
        };
    }

    private static List<String> withVersion(OptionalInt hubVersion, String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        if (hubVersion.isPresent() && hubVersion.getAsInt() != PROTOCOL_VERSION) {
            all.add(
                    "  The hub speaks protocol version %d, this program %d: update %s."
                            .formatted(
                                    hubVersion.getAsInt(),
                                    PROTOCOL_VERSION,
                                    hubVersion.getAsInt() > PROTOCOL_VERSION
                                            ? "this program"
                                            : "the hub"));
        }
        return List.copyOf(all);
    }
}
