package hapi.cli.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.FlavorLaunch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cursor's program cannot be installed from a registry: two programs that speak as it is described
/// stand in for it, one with ACP and one from before.
class CursorPeerIT {
    /// Speaks ACP; makes noise on stderr all the time.
    private static final String WITH_ACP =
            """
            #!/bin/sh
            echo "$*" >> starts
            say() { printf '%s\\n' "$1"; }
            i=0; while [ $i -lt 50 ]; do echo "error: harmless noise $i, status 429" >&2; i=$((i+1)); done
            while read -r line; do
              id=${line#*\\"id\\":}; id=${id%%,*}
              case $line in
                *'"initialize"'*) say '{"jsonrpc":"2.0","id":'$id',"result":{"protocolVersion":1,"agentCapabilities":{}}}' ;;
                *'"session/new"'*) echo "$line" >> news; say '{"jsonrpc":"2.0","id":'$id',"result":{"sessionId":"chat-1"}}' ;;
                *'"session/prompt"'*)
                  case $line in *crash*) exit 9 ;; esac
                  say '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"chat-1","update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"over acp"}}}}'
                  say '{"jsonrpc":"2.0","id":'$id',"result":{"stopReason":"end_turn"}}' ;;
              esac
            done
            """;

    /// Knows no ACP; prints one turn for each start.
    private static final String WITHOUT_ACP =
            """
            #!/bin/sh
            echo "$*" >> starts
            say() { printf '%s\\n' "$1"; }
            case "$*" in
              acp) echo "unknown command acp" >&2; exit 1 ;;
              *flaky*) if [ ! -e once ]; then : > once; echo "rate limit" >&2; exit 1; fi ;;
              *broken*) echo "it is all over" >&2; exit 1 ;;
              *hang*) say '{"type":"system","subtype":"init","session_id":"chat-2"}'; exec sleep 60 ;;
            esac
            say '{"type":"system","subtype":"init","session_id":"chat-2","model":"m"}'
            say '{"type":"user","message":{}}'
            say '{"type":"thinking","subtype":"delta","text":"hm"}'
            say 'no json'
            say '{"type":"assistant","message":{"content":[{"type":"text","text":"I look."}]}}'
            say '{"type":"tool_call","subtype":"started","call_id":"t1","tool_call":{"readToolCall":{"args":{"path":"a.txt"}}}}'
            say '{"type":"tool_call","subtype":"completed","call_id":"t1","tool_call":{"readToolCall":{"args":{"path":"a.txt"},"result":{"success":{"content":"x"}}}}}'
            say '{"type":"assistant","message":{"content":[{"type":"text","text":"Done."}]}}'
            say '{"type":"result","subtype":"success","is_error":false,"result":"Done."}'
            """;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir Path folder;
    private final List<AgentEvent> events = new CopyOnWriteArrayList<>();
    private @Nullable AgentHandle agent;

    @AfterEach
    void end() {
        if (agent != null) {
            agent.close();
        }
    }

    @Test
    void programWithAcpIsDrivenOverItAndItsNoiseStaysOutOfTheChat() throws Exception {
        AgentHandle cursor = start(WITH_ACP, "opus");

        cursor.prompt("hello");
        awaitLine("ended COMPLETED");

        assertThat(lines())
                .containsExactly("started chat-1", "message over acp", "ended COMPLETED");
        assertThat(Files.readString(folder.resolve("starts"))).isEqualTo("--model opus acp\n");
        assertThat(Files.readString(folder.resolve("news"))).contains("\"mcp\",\"--url\"");
    }

    @Test
    void endOfTheProcessIsToldWithItsLastWords() throws Exception {
        AgentHandle cursor = start(WITH_ACP, null);

        cursor.prompt("crash");
        awaitLine("exited 9");

        assertThat(cursor.isAlive()).isFalse();
    }

    @Test
    void programWithoutAcpIsDrivenInItsOlderForm() throws Exception {
        AgentHandle cursor = start(WITHOUT_ACP, null);

        cursor.prompt("-hello");
        awaitLine("ended COMPLETED");
        cursor.set(new AgentSetting.PermissionMode("plan"));
        cursor.prompt("again");
        awaitCount("ended COMPLETED", 2);

        assertThat(lines().subList(0, 8))
                .containsExactly(
                        "started chat-2",
                        "unknown",
                        "thought hm",
                        "message I look.",
                        "call read_file {\"path\":\"a.txt\"}",
                        "result {\"success\":{\"content\":\"x\"}}",
                        "message Done.",
                        "ended COMPLETED");
        String place = "--output-format stream-json --trust --workspace " + folder;
        assertThat(Files.readAllLines(folder.resolve("starts")))
                .containsExactly(
                        "acp",
                        "-p  -hello " + place,
                        "-p again " + place + " --resume chat-2 --mode plan");
    }

    @Test
    void promptThatMetALimitIsTriedAgain() throws Exception {
        AgentHandle cursor = start(WITHOUT_ACP, null);

        cursor.prompt("flaky");
        awaitLine("ended COMPLETED");

        assertThat(lines()).noneMatch(line -> line.startsWith("error"));
    }

    @Test
    void promptThatFailsIsToldOnceAndTheNextOneIsTaken() throws Exception {
        AgentHandle cursor = start(WITHOUT_ACP, null);

        cursor.prompt("broken");
        awaitLine("ended FAILED");
        cursor.prompt("hello");
        awaitLine("ended COMPLETED");

        assertThat(lines())
                .anyMatch(line -> line.startsWith("error") && line.contains("it is all over"));
    }

    @Test
    void stoppedTurnEndsInterrupted() throws Exception {
        AgentHandle cursor = start(WITHOUT_ACP, null);
        cursor.prompt("hang");
        awaitLine("started chat-2");

        cursor.interrupt();

        awaitLine("ended INTERRUPTED");
        assertThat(cursor.isAlive()).isTrue();
    }

    private AgentHandle start(String script, @Nullable String model) throws Exception {
        AgentLaunch launch =
                new AgentLaunch(
                        program(script),
                        folder,
                        Map.of("PATH", System.getenv("PATH")),
                        null,
                        "default",
                        model,
                        null,
                        PromptShape.PLAIN,
                        "set the title",
                        Map.of("hapi", "http://127.0.0.1:1/mcp"),
                        List.of(),
                        List.of(),
                        List.of());
        AgentHandle started =
                new CursorBackend(
                                new AcpBackend(
                                        FlavorLaunch.byId("cursor").orElseThrow(),
                                        Clock.systemUTC()),
                                Clock.systemUTC(),
                                Duration.ofMillis(20))
                        .start(launch, events::add);
        agent = started;
        return started;
    }

    private Path program(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("agent"), script);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private void awaitLine(String start) {
        awaitCount(start, 1);
    }

    private void awaitCount(String start, int count) {
        await(start)
                .atMost(LIMIT)
                .until(() ->
                        lines().stream().filter(line -> line.startsWith(start)).count() >= count);
    }

    private List<String> lines() {
        return Lines.of(events);
    }
}
