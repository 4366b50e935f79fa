package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Files, git, uploads, what a person may type, and model lists, each through a session's process.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FacadeFilesIT {
    private static final String OUTPUT =
            "{'success':true,'stdout':'x\\n','stderr':'','exitCode':0}".replace('\'', '"');

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private HubClient client;
    private PlayedProcess process;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        client = hub.client();
        process =
                PlayedProcess.session(
                        stage,
                        hub,
                        "{\"flavor\":\"claude\",\"slashCommands\":[\"compact\",\"clear\"]}");
    }

    @BeforeEach
    void beat() {
        process.beat();
    }

    private String path(String rest) {
        return "/api/sessions/" + process.id() + rest;
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/git-status | git-status | {'cwd':'/home/u/p'}",
                "/git-diff-numstat | git-diff-numstat | {'cwd':'/home/u/p'}",
                "/git-diff-numstat?staged=true | git-diff-numstat | {'cwd':'/home/u/p','staged':true}",
                "/git-diff-numstat?staged=1 | git-diff-numstat | {'cwd':'/home/u/p'}",
                "/git-diff-file?path=src/a.ts | git-diff-file | {'cwd':'/home/u/p','filePath':'src/a.ts'}",
                "/git-diff-file?path=a&staged=false | git-diff-file | {'cwd':'/home/u/p','filePath':'a','staged':false}",
                "/file?path=README.md | readFile | {'path':'README.md'}",
                "/directory | listDirectory | {'path':''}",
                "/directory?path=src | listDirectory | {'path':'src'}"
            })
    void questionsReachTheProcessAndItsAnswerComesBackUnchanged(
            String route, String method, String params) {
        process.answers(method, OUTPUT);

        JsonNode answer = client.get(path(route)).ok();

        assertThat(answer).isEqualTo(Json.parse(OUTPUT));
        assertThat(process.asked(method).getLast()).isEqualTo(json(params));
    }

    @ParameterizedTest
    @DisplayName("row 8: a path outside the folder is refused without asking the process")
    @CsvSource({
        "/file?path=, readFile",
        "/directory?path=, listDirectory",
        "/git-diff-file?path=, git-diff-file"
    })
    void pathsOutsideAreRefusedByTheHub(String route, String method) {
        process.answers(method, OUTPUT);
        int asked = process.asked(method).size();
        for (String outside :
                List.of(
                        "../x",
                        "%2e%2e/x",
                        "%2e%2e%2fx",
                        "/etc/passwd",
                        "..%5Cx",
                        "C:%5Cx",
                        "%5C%5Chost%5Cx",
                        "a%00b",
                        "n".repeat(4097))) {
            JsonNode answer = client.get(path(route + outside)).ok();

            assertThat(answer.path("success").asBoolean()).as(outside).isFalse();
            assertThat(answer.path("error").asString())
                    .startsWith("Access denied: Path '")
                    .endsWith("' is outside the working directory");
        }
        assertThat(process.asked(method)).hasSize(asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/git-diff-file | Invalid file path",
                "/file?path= | Invalid file path",
                "/files?limit=0 | Invalid query",
                "/files?limit=501 | Invalid query",
                "/files?limit=x | Invalid query"
            })
    void wrongQueriesAreRefused(String route, String error) {
        HubClient.Answer answer = client.get(path(route));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).isEqualTo(Json.object().put("error", error));
    }

    @Test
    void whatTheProcessCannotDoIsAnAnswerAndNoStatus() {
        process.answers("git-status", json("{'success':false,'error':'not a git repository'}"));
        JsonNode refused = client.get(path("/git-status")).ok();
        process.answers("git-status", json("{'error':'Method not found'}"));
        JsonNode broken = client.get(path("/git-status")).ok();
        process.forgets("git-status");
        JsonNode missing = client.get(path("/git-status")).ok();
        String noFolder = PlayedProcess.newSession(hub, "{\"path\":null}");
        JsonNode nowhere = client.get("/api/sessions/" + noFolder + "/git-status").ok();

        assertThat(refused.path("error").asString()).isEqualTo("not a git repository");
        assertThat(broken).isEqualTo(Json.object().put("error", "Method not found"));
        assertThat(missing)
                .isEqualTo(failure("RPC handler not registered: " + process.id() + ":git-status"));
        assertThat(nowhere).isEqualTo(failure("Session path not available"));
    }

    private static JsonNode failure(String error) {
        return Json.object().put("success", false).put("error", error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/files | {'args':['--files'],'cwd':'/home/u/p','fileSearch':{'query':'','limit':200}} | src/a.ts,src/deep/b.ts,README.md",
                "/files?query=a&limit=1 | {'args':['--files','--iglob','*a*'],'cwd':'/home/u/p','fileSearch':{'query':'a','limit':1}} | src/a.ts",
                "/files?query=*.TS | {'args':['--files'],'cwd':'/home/u/p','fileSearch':{'query':'*.TS','limit':200}} | src/a.ts,src/deep/b.ts",
                "/files?query=s?c/a* | {'args':['--files'],'cwd':'/home/u/p','fileSearch':{'query':'s?c/a*','limit':200}} | src/a.ts",
                "/files?query=src%5Ca | {'args':['--files','--iglob','*src\\\\\\\\a*'],'cwd':'/home/u/p','fileSearch':{'query':'src\\\\a','limit':200}} | `` "
            })
    void filesAreFoundByPartOrPattern(String route, String params, String found) {
        process.answers(
                "ripgrep",
                json(
                        "{'success':true,'stdout':'src/a.ts\\nsrc/deep/b.ts\\nREADME.md\\n','stderr':'','exitCode':0}"));
        process.answers(
                "statFiles",
                json("{'success':true,'entries':[{'path':'src/a.ts','size':1,'modified':9}]}"));

        JsonNode answer = client.get(path(route)).ok();

        assertThat(answer.path("files").valueStream().map(file -> file.path("fullPath").asString()))
                .containsExactly(found.isEmpty() ? new String[0] : found.split(","));
        assertThat(Json.parse(process.asked("ripgrep").getLast()))
                .isEqualTo(Json.parse(json(params)));
        if (found.startsWith("src/a.ts")) {
            assertThat(answer.path("files").get(0))
                    .isEqualTo(
                            Json.parse(
                                    json(
                                            "{'fileName':'a.ts','filePath':'src','fullPath':'src/a.ts','fileType':'file','size':1,'modified':9}")));
        }
    }

    @Test
    void aPictureIsSentOnceAndNeverAsAPage() {
        process.answers(
                "readGeneratedImage",
                json(
                        "{'success':true,'content':'UE5H','mimeType':'text/html','fileName':'a b.png'}"));
        HubClient.Answer image = client.get(path("/generated-images/img1"));
        process.answers(
                "readGeneratedImage",
                json("{'success':false,'error':'Generated image not found'}"));
        HubClient.Answer missing = client.get(path("/generated-images/other"));

        assertThat(image.status()).isEqualTo(200);
        assertThat(image.body()).isEqualTo("PNG");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.json()).isEqualTo(failure("Generated image not found"));
    }

    @Test
    void uploadsGoToTheMachineAndBack() {
        process.answers("uploadFile", json("{'success':true,'path':'/tmp/a.txt'}"));
        process.answers("deleteUpload", json("{'success':true}"));
        ObjectNode file =
                Json.object()
                        .put("filename", "a.txt")
                        .put("content", "aGVsbG8=")
                        .put("mimeType", "text/plain");

        JsonNode uploaded = client.post(path("/upload"), file).ok();
        JsonNode deleted =
                client.post(path("/upload/delete"), Json.object().put("path", "/tmp/a.txt")).ok();

        assertThat(uploaded.toString()).isEqualTo(json("{'success':true,'path':'/tmp/a.txt'}"));
        assertThat(process.asked("uploadFile").getLast())
                .isEqualTo(
                        json(
                                "{'sessionId':'%s','filename':'a.txt','content':'aGVsbG8=','mimeType':'text/plain'}"
                                        .formatted(process.id())));
        assertThat(deleted.path("success").asBoolean()).isTrue();
        assertThat(client.post(path("/upload"), file.deepCopy().put("filename", "")).status())
                .isEqualTo(400);
        assertThat(
                        client.post(
                                        path("/upload"),
                                        file.deepCopy().put("filename", "x".repeat(256)))
                                .status())
                .isEqualTo(400);
        assertThat(client.post(path("/upload/delete"), Json.object()).status()).isEqualTo(400);
    }

    @Test
    void attack35UploadNamesAreTheProcessesToCleanAndArriveWhole() {
        process.answers("uploadFile", json("{'success':true,'path':'/tmp/x'}"));

        client.post(
                        path("/upload"),
                        Json.object()
                                .put("filename", "../../con.txt")
                                .put("content", "eA==")
                                .put("mimeType", "text/html"))
                .ok();

        assertThat(process.asked("uploadFile").getLast()).contains("\"../../con.txt\"");
    }

    @Test
    void onlyTheUploadRouteTakesLargeBodies() {
        process.answers("uploadFile", json("{'success':true,'path':'/tmp/x'}"));
        String large = "A".repeat(20 * 1024 * 1024);
        ObjectNode file =
                Json.object()
                        .put("filename", "a")
                        .put("content", large)
                        .put("mimeType", "text/plain");

        assertThat(client.post(path("/upload"), file).status()).isEqualTo(200);
        assertThat(client.post(path("/messages"), Json.object().put("text", large)).status())
                .isEqualTo(413);
        file.put("content", "A".repeat(67 * 1024 * 1024 + 4));
        HubClient.Answer tooLarge = client.post(path("/upload"), file);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.json()).isEqualTo(failure("File too large (max 50MB)"));
    }

    @Test
    void commandsOfTheProcessWinOverThoseTheAgentNamed() {
        process.answers(
                "listSlashCommands",
                json(
                        "{'success':true,'commands':[{'name':'clear','description':'Clear','source':'builtin'},{'name':'mine','source':'user','content':'do it'}]}"));
        JsonNode merged = client.get(path("/slash-commands")).ok();
        process.forgets("listSlashCommands");
        JsonNode alone = client.get(path("/slash-commands")).ok();

        assertThat(merged.toString())
                .isEqualTo(
                        json(
                                "{'success':true,'commands':[{'name':'compact','source':'builtin'},{'name':'clear','description':'Clear','source':'builtin'},{'name':'mine','source':'user','content':'do it'}]}"));
        assertThat(process.asked("listSlashCommands").getLast())
                .isEqualTo("{\"agent\":\"claude\"}");
        assertThat(alone.toString())
                .isEqualTo(
                        json(
                                "{'success':true,'commands':[{'name':'compact','source':'builtin'},{'name':'clear','source':'builtin'}]}"));
    }

    @Test
    void skillsComeFromTheProcess() {
        JsonNode missing = client.get(path("/skills")).ok();
        process.answers("listSkills", json("{'success':true,'skills':[{'name':'sk'}]}"));
        JsonNode skills = client.get(path("/skills")).ok();

        assertThat(missing)
                .isEqualTo(failure("RPC handler not registered: " + process.id() + ":listSkills"));
        assertThat(skills.toString()).isEqualTo(json("{'success':true,'skills':[{'name':'sk'}]}"));
    }

    @Test
    void modelListsOfASessionAreItsAgentsOwn() {
        PlayedProcess opencode = PlayedProcess.session(stage, hub, "{\"flavor\":\"opencode\"}");
        opencode.answers("listOpencodeModels", json("{'success':true,'availableModels':[]}"));
        String base = "/api/sessions/" + opencode.id();

        assertThat(client.get(base + "/opencode-models").ok().toString())
                .isEqualTo(json("{'success':true,'availableModels':[]}"));
        assertThat(client.get(base + "/codex-models").status()).isEqualTo(400);
        assertThat(client.get(base + "/opencode-reasoning-effort-options").status()).isEqualTo(500);
        String inactive = PlayedProcess.newSession(hub, "{\"flavor\":\"codex\"}");
        assertThat(client.get("/api/sessions/" + inactive + "/codex-models").json().toString())
                .isEqualTo(json("{'error':'Session is inactive','code':'session_inactive'}"));
    }
}
