package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.rpc.MachineCalls.CursorChatStoreParams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorChatsTest {
    @TempDir private Path home;

    @Test
    void chatIsFoundWhereCursorKeepsIt() throws Exception {
        assertThat(store("/w", "c1")).isNull();
        // The MD5 of "/w".
        chat("chats/1cce3e60ac2d51100ef178d6509a4972/c1");
        chat("acp-sessions/c2");

        assertThat(store("/w", "c1")).isEqualTo("legacy");
        assertThat(store("/moved", "c1")).isEqualTo("legacy");
        assertThat(store("/w", "c2")).isEqualTo("acp");
        assertThat(store("/w", "c3")).isNull();
        assertThat(store("/w", "../acp-sessions/c2")).isNull();
        assertThat(store(null, "c2")).isNull();
        assertThat(store("/w", null)).isNull();
    }

    private void chat(String folder) throws Exception {
        Files.createDirectories(home.resolve(".cursor").resolve(folder));
        Files.writeString(home.resolve(".cursor").resolve(folder).resolve("store.db"), "");
    }

    private String store(String workspace, String id) {
        return new CursorChats(Map.of("HOME", home.toString()))
                .find(new CursorChatStoreParams(workspace, id, null))
                .store();
    }
}
