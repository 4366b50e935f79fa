package hapi.cli.hub;

import hapi.cli.net.HttpCall;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.time.Duration;

/// Whether what listens at the hub's address is the hub of this home: it must answer a fresh number
/// with the home's secret. Asked before the token is sent, since on a machine of several users
/// anybody may listen on a port whose hub is not running. Decision: 0023.
public final class HubIdentity {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /// What became of the question.
    public enum Verdict {
        /// It is the hub of this home, or nobody asks that.
        TRUSTED,
        /// Somebody else.
        STRANGER,
        /// Nobody answers.
        UNREACHABLE
    }

    private final HubAccess access;

    public HubIdentity(HubAccess access) {
        this.access = access;
    }

    /// Asks the hub, unless any hub will do. Blocks for five seconds at most.
    public Verdict check() {
        if (access.proof().isEmpty()) {
            return Verdict.TRUSTED;
        }
        String nonce = access.proof().get().newNonce();
        HttpCall call =
                new HttpCall(
                        "GET", access.rest("/health?nonce=" + nonce), access.extraHeaders(), "");
        try {
            HttpCall.Reply reply = call.send(access.network(), LIMIT);
            String answer = Json.parse(reply.body()).path("proof").asString("");
            return access.proof().get().accepts(nonce, answer) ? Verdict.TRUSTED : Verdict.STRANGER;
        } catch (IOException e) {
            return Verdict.UNREACHABLE;
        } catch (JsonSyntaxException e) {
            return Verdict.STRANGER;
        }
    }
}
