package hapi.hub.message;

import hapi.hub.HubCore;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Session;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A hub on a real store with one session, for tests of its messages.
abstract class MessageFixture {
    @TempDir private Path folder;
    HubCore core;
    MessageService messages;
    SessionKey key;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        messages = core.get(MessageService.class);
        key = core.newSession("t");
    }

    @AfterEach
    void close() {
        core.close();
    }

    /// The hub ends and starts again on the same home; the clock goes on.
    void restart() {
        core.close();
        core = new HubCore(folder, core.clock);
        messages = core.get(MessageService.class);
    }

    Session session() {
        return core.sessions().find(key).orElseThrow();
    }

    void append(String json) {
        append(json, null);
    }

    /// What the process of the session says.
    void append(String json, @Nullable String localId) {
        messages.append(
                        key,
                        new IncomingMessage(
                                RawJson.ofText(json),
                                localId == null ? null : new LocalId(localId),
                                null),
                        HubCore.CLI)
                .join();
    }

    /// A text of the agent.
    static IncomingMessage agent(String text) {
        return new IncomingMessage(
                RawJson.ofText(
                        """
                        {"role":"agent","content":{"type":"codex","data":{"type":"message","message":"%s"}}}
                        """
                                .formatted(text)),
                null,
                null);
    }
}
