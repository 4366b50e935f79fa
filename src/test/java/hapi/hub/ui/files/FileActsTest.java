package hapi.hub.ui.files;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.files.FileService;
import hapi.hub.machine.MachineRegistration;
import hapi.hub.machine.MachineService;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionCreation;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.act.UiAct;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class FileActsTest {
    private static final List<String> METHODS =
            List.of(
                    "git-status",
                    "git-diff-numstat",
                    "git-diff-file",
                    "readFile",
                    "listDirectory",
                    "ripgrep",
                    "statFiles");

    @TempDir Path folder;
    private final Map<String, JsonNode> answers = new HashMap<>();
    private HubCore core;
    private SessionKey key;
    private AnsweringConnection process;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        key = core.newSession("t");
        core.beat(key, false);
        process =
                new AnsweringConnection(
                        "c",
                        (method, _) ->
                                CompletableFuture.completedFuture(
                                        RawJson.of(
                                                answers.getOrDefault(
                                                        method.substring(method.indexOf(':') + 1),
                                                        refusal("boom")))));
        METHODS.forEach(it -> core.get(RpcRegistry.class).register(process, key, it));
    }

    @AfterEach
    void close() {
        core.close();
    }

    private static ObjectNode printed(String text) {
        return Json.object().put("success", true).put("stdout", text);
    }

    private static ObjectNode refusal(String error) {
        return Json.object().put("success", false).put("error", error);
    }

    private static ObjectNode content(byte[] bytes) {
        return Json.object()
                .put("success", true)
                .put("content", Base64.getEncoder().encodeToString(bytes));
    }

    private SessionFiles sessions() {
        return new SessionFiles(new ActSessions(core.sessions(), core.get(MachineService.class)));
    }

    private FileService files() {
        return core.get(FileService.class);
    }

    private ActResult run(UiAct act, ObjectNode args) {
        return run(act, Scopes.HOME, args.put("session", key.id().value()));
    }

    private ActResult run(UiAct act, Namespace namespace, ObjectNode args) {
        Viewer viewer = Viewer.of(namespace, null);
        return act.run(new ActCall(viewer, Texts.of(Locale.ENGLISH), args));
    }

    private ObjectNode done(UiAct act, ObjectNode args) {
        ActResult result = run(act, args);
        assertThat(result).isInstanceOf(ActResult.Done.class);
        return ((ActResult.Done) result).answer();
    }

    private ActResult.Refused refused(UiAct act, ObjectNode args) {
        ActResult result = run(act, args);
        assertThat(result).isInstanceOf(ActResult.Refused.class);
        return (ActResult.Refused) result;
    }

    private UiAct changes() {
        return new FileChangesAct(sessions(), files());
    }

    private UiAct diff() {
        return new FileDiffAct(sessions(), files());
    }

    private UiAct read() {
        return new FileReadAct(sessions(), files());
    }

    private UiAct list() {
        return new FileListAct(sessions(), files());
    }

    @Test
    void documentIsReadableToo() {
        answers.put("readFile", content("# Plan\n<script>x</script>".getBytes()));

        JsonNode plan = done(read(), Json.object().put("path", "docs/Plan.MD"));
        JsonNode code = done(read(), Json.object().put("path", "plan.md.ts"));

        assertThat(plan.path("text").asString()).startsWith("# Plan");
        assertThat(plan.path("html").asString())
                .contains("<h1>Plan</h1>")
                .doesNotContain("<script");
        assertThat(code.has("html")).isFalse();
    }

    @Test
    void changesHaveNamesForPeopleAndPathsForTheHub() {
        answers.put(
                "git-status",
                printed(
                        "# branch.head a\u202Eb\n1 .M N... 1 2 3 4 5 \"s\\177c/\\342\\200\\256x\"\n"));
        answers.put("git-diff-numstat", printed("3\t1\t\"s\\177c/\\342\\200\\256x\"\n"));

        JsonNode answer = done(changes(), Json.object());

        JsonNode row = answer.path("changes").path(0);
        assertThat(answer.path("branch").asString()).isEqualTo("a⟨U+202E⟩b");
        assertThat(row.path("path").asString()).isEqualTo("s\u007fc/\u202Ex");
        assertThat(row.path("name").asString()).isEqualTo("⟨U+202E⟩x");
        assertThat(row.path("folder").asString()).isEqualTo("s⟨U+007F⟩c");
        assertThat(row.path("added").asInt()).isEqualTo(3);
    }

    @Test
    void namesAreAnAnswerWithoutNumbers() {
        answers.put("git-status", printed("1 .M N... 1 2 3 4 5 a.ts\n"));

        JsonNode row = done(changes(), Json.object()).path("changes").path(0);

        assertThat(row.path("name").asString()).isEqualTo("a.ts");
        assertThat(row.has("added")).isFalse();
    }

    @Test
    void movedFileIsComparedWithWhatItWas() {
        String same = "line 1\nline 2\nline 3\nline 4\nline 5\nline 6\n";
        answers.put("git-diff-file", printed(""));
        process =
                new AnsweringConnection(
                        "d",
                        (_, params) -> {
                            boolean isOld =
                                    params.read().path("filePath").asString().equals("old.ts");
                            String head = "@@ -1,6 +1,6 @@\n";
                            String text =
                                    isOld
                                            ? head + same.replaceAll("(?m)^(?=.)", "-")
                                            : head
                                                    + same.replace("line 6", "line six")
                                                            .replaceAll("(?m)^(?=.)", "+");
                            return CompletableFuture.completedFuture(RawJson.of(printed(text)));
                        });
        core.get(RpcRegistry.class).register(process, key, "git-diff-file");

        JsonNode answer = done(diff(), Json.object().put("path", "new.ts").put("was", "old.ts"));

        assertThat(Json.write(answer.path("lines")))
                .isEqualTo(
                        "[[\"@\",3,3,\"\"],[\" \",3,3,\"line 3\"],[\" \",4,4,\"line 4\"],"
                                + "[\" \",5,5,\"line 5\"],[\"-\",6,0,\"line 6\"],"
                                + "[\"+\",0,6,\"line six\"]]");
    }

    @Test
    void everyKindOfFileIsSaidPlainly() {
        answers.put("readFile", content("a\nb\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(kind("a.ts")).isEqualTo("text");
        answers.put("readFile", content(new byte[0]));
        assertThat(kind("a.ts")).isEqualTo("empty");
        answers.put("readFile", content(new byte[] {1, 0, 2}));
        assertThat(kind("a.bin")).isEqualTo("binary");
        answers.put("readFile", content(new byte[] {(byte) 0x89, 'P', 'N', 'G'}));
        assertThat(kind("a.png")).isEqualTo("image");
        answers.put("readFile", content("x".repeat(3_000_000).getBytes(StandardCharsets.UTF_8)));
        assertThat(kind("a.log")).isEqualTo("large");
        answers.put("readFile", Json.object().put("success", true).put("content", "%%%"));
        assertThat(refused(read(), Json.object().put("path", "a")).code()).isEqualTo("unknown");
    }

    private String kind(String path) {
        return done(read(), Json.object().put("path", path)).path("kind").asString();
    }

    @ParameterizedTest
    @DisplayName(
            "row 8: a page's path that leads out of the folder is refused before it is asked for")
    @ValueSource(strings = {"../x", "/etc/passwd", "a/../../x", "C:\\x", "a\nb"})
    void pathsOutsideAreRefused(String path) {
        for (UiAct act : List.of(read(), diff(), list())) {
            assertThat(refused(act, Json.object().put("path", path)).code()).isEqualTo("outside");
        }
        assertThat(process.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"path\":\"\"}", "{\"path\":{}}", "{\"path\":\"a\\u0000b\"}"})
    void argumentsThatAreNoPathAskNobody(String args) {
        assertThat(refused(read(), (ObjectNode) Json.parse(args)).code()).isEqualTo("missing");
        assertThat(refused(diff(), (ObjectNode) Json.parse(args)).code()).isEqualTo("missing");
        assertThat(process.asked).isEmpty();
    }

    @Test
    void endlessPathsAndQueriesAskNobody() {
        String endless = "x".repeat(100_000);

        assertThat(refused(read(), Json.object().put("path", endless)).code()).isEqualTo("missing");
        assertThat(refused(list(), Json.object().put("path", endless)).code()).isEqualTo("missing");
        UiAct search = new FileSearchAct(sessions(), files());
        assertThat(done(search, Json.object().put("query", endless)).path("files")).isEmpty();
        assertThat(process.asked).isEmpty();
    }

    @Test
    void namesOfAFolderThatLeadOutOfItAreLeftOut() {
        ObjectNode listed = Json.object().put("success", true);
        for (String name : List.of("a.ts", "../x", "", "d\u202E")) {
            listed.withArray("entries").addObject().put("name", name).put("type", "file");
        }
        answers.put("listDirectory", listed);

        JsonNode entries = done(list(), Json.object().put("path", "src")).path("entries");

        assertThat(entries).hasSize(2);
        assertThat(entries.path(0).path("path").asString()).isEqualTo("src/a.ts");
        assertThat(entries.path(1).path("name").asString()).isEqualTo("d⟨U+202E⟩");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fatal: not a git repository (or any of the parent directories): .git;no_git",
                "ENOENT: no such file or directory, open '/x';missing",
                "Failed to read file: not a regular file;no_file",
                "EACCES: permission denied;forbidden",
                "File too large (max 32MB);large",
                "something with /home/me/secret in it;unknown"
            })
    void wordsOfTheMachineReachNobody(String said) {
        String[] words = said.split(";");
        answers.put("git-status", refusal(words[0]));

        ActResult.Refused answer = refused(changes(), Json.object());

        assertThat(answer.code()).isEqualTo(words[1]);
        assertThat(answer.words()).doesNotContain("/").doesNotContain("fault").isNotEmpty();
    }

    @Test
    void sessionOfAnotherNamespaceIsGone() {
        Namespace other = Namespaces.ofVerifiedClaims("other");
        ObjectNode args = Json.object().put("session", key.id().value()).put("path", "a.ts");

        for (UiAct act : List.of(changes(), diff(), read(), list())) {
            assertThat(((ActResult.Refused) run(act, other, args)).code()).isEqualTo("gone");
        }
        assertThat(process.asked).isEmpty();
    }

    @Test
    void sessionThatDoesNotRunSaysWhetherItCanBeStarted() {
        MachineService machines = core.get(MachineService.class);
        MachineRegistration made =
                machines.register(
                        Scopes.HOME,
                        new MachineId("m"),
                        RawJson.ofText(
                                "{\"host\":\"box\",\"platform\":\"linux\",\"happyCliVersion\":\"1\"}"),
                        RawJson.NULL,
                        HubCore.REST);
        key =
                ((SessionCreation.Ready)
                                core.sessions()
                                        .getOrCreate(
                                                Scopes.HOME,
                                                HubCore.request(
                                                        "still",
                                                        "{\"path\":\"/work\",\"host\":\"box\",\"machineId\":\"m\"}"),
                                                HubCore.REST))
                        .key();

        assertThat(refused(changes(), Json.object()).code()).isEqualTo("machine_away");

        machines.alive(
                        ((MachineRegistration.Registered) made).key(),
                        core.clock.millis(),
                        RawJson.NULL,
                        HubCore.CLI)
                .join();
        assertThat(refused(changes(), Json.object()).code()).isEqualTo("not_running");
    }
}
