package hapi.interop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// What the published page does with a hub of another origin. The page comes unmodified from a
/// published hub on the loopback interface that does nothing else; the hub under test allows its
/// origin. The agent is played, the folder is a real git repository.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PwaContract {
    /// What the page asks beside its way and does without.
    private static final Pattern TOLERATED =
            Pattern.compile("/api/(voice|usage|storage|hub-settings|sessions/[^/]+/scratchlist).*");

    private static final double LIMIT_MILLIS = 20_000;
    private static final String COMMAND = "ls -la";
    private static final Duration SETTLED = Duration.ofMillis(500);

    @RegisterExtension final Stage stage = Stage.shared();

    private final Edition edition;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private HubProcess pages;
    private HubProcess hub;
    private PlayedMachine machine;
    private Browser browser;
    private Path project;
    private PlayedAgent session;
    private Page page;
    private final Set<Request> asked = ConcurrentHashMap.newKeySet();
    private long askedAt;

    PwaContract(Edition edition) {
        this.edition = edition;
    }

    @BeforeAll
    void start() throws IOException {
        pages = HubProcess.start(stage, Edition.PUBLISHED);
        hub = HubProcess.start(stage, edition, Map.of("CORS_ORIGINS", pages.url().toString()));
        project = stage.folder("project");
        Files.writeString(project.resolve("notes.txt"), "first line\n");
        git("init", "-q", "-b", "main");
        git("add", ".");
        git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-q", "-m", "one");
        Files.writeString(project.resolve("notes.txt"), "second line\n");
        machine = PlayedMachine.start(stage, hub);
        browser = Browser.launch(stage);
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MILLIS);
    }

    @BeforeEach
    void open(TestInfo test) {
        session = machine.session(project, test.getTestMethod().orElseThrow().getName());
        session.say("What shall I do?");
        page = browser.newPage(Screen.DESKTOP, ColorScheme.LIGHT);
        failures.clear();
        asked.clear();
        page.onRequest(request -> {
            if (request.url().contains("/api/sessions/" + session.id())) {
                asked.add(request);
                askedAt = System.nanoTime();
            }
        });
        page.onRequestFinished(asked::remove);
        page.onRequestFailed(asked::remove);
        page.onResponse(response -> {
            if (response.request().isNavigationRequest()) {
                // What the page before it had asked ends without a word.
                asked.clear();
            }
            String path = response.url().replace(hub.url().toString(), "");
            if (response.status() >= 400 && !TOLERATED.matcher(path).matches()) {
                failures.add(response.status() + " " + path);
            }
        });
    }

    @AfterEach
    void nothingElseFailed() {
        assertThat(failures).as("what the page asked in vain").isEmpty();
    }

    @Test
    void personSignsInAndSeesTheSessions() {
        page.navigate(pages.url() + "/?hub=" + encoded(hub.url().toString()));
        Locator token = page.getByPlaceholder("Access token");
        browser.expectProblem("401");
        token.fill("wrong");
        button("Sign In").click();
        assertThat(page.getByText("Invalid access token")).isVisible();
        assertThat(failures).containsExactly("401 /api/auth");
        failures.clear();

        token.fill(hub.token());
        button("Sign In").click();

        assertThat(page).hasURL(Pattern.compile(".*/sessions$"));
        assertThat(inList("personSignsInAndSeesTheSessions")).isVisible();
    }

    @Test
    void sessionOpensAndSaysWhatTheAgentSaidAndSays() {
        signIn();
        inList("sessionOpensAndSaysWhatTheAgentSaidAndSays").click();

        assertThat(page.getByText("What shall I do?")).isVisible();
        // Now and then the published page asks for no stream of a session that was chosen in its
        // list, of the published hub neither; then nothing new is shown.
        page.reload();
        awaitOpened();
        session.say("I am waiting.");
        assertThat(page.getByText("I am waiting.")).isVisible();
    }

    @Test
    void promptReachesTheAgentAndLeavesTheQueue() {
        openSession();

        send("please do it");
        assertThat(queued()).containsText("please do it");
        JsonNode prompt = session.awaitPrompt("please do it");
        session.take(prompt);
        session.say("done so");

        assertThat(page.getByText("done so")).isVisible();
        assertThat(queued()).isHidden();
        assertThat(page.getByText("please do it")).isVisible();
        assertThat(prompt.path("localId").asString()).startsWith("local-");
    }

    @Test
    void commandIsAllowed() {
        openSession();

        session.ask("toolu_allowed", COMMAND);
        button("Allow").click();
        JsonNode decision = session.awaitDecision("toolu_allowed", COMMAND);

        assertThat(decision.path("approved").asBoolean()).isTrue();
        page.reload();
        assertThat(page.getByText("What shall I do?")).isVisible();
        assertThat(button("Allow")).isHidden();
    }

    @Test
    @Tag("full")
    void commandIsDenied() {
        openSession();

        session.ask("toolu_denied", COMMAND);
        button("Deny").click();
        JsonNode decision = session.awaitDecision("toolu_denied", COMMAND);

        assertThat(decision.path("approved").asBoolean(true)).isFalse();
        page.reload();
        assertThat(page.getByText("What shall I do?")).isVisible();
        assertThat(button("Deny")).isHidden();
    }

    @Test
    @Tag("full")
    void waitingPromptIsCancelled() {
        openSession();
        send("rather not");
        session.awaitPrompt("rather not");

        button("Cancel queued message").click();

        assertThat(queued()).isHidden();
        await().untilAsserted(() ->
                assertThat(hub.client().messages(session.id()).toString())
                        .doesNotContain("rather not"));
    }

    @Test
    @Tag("full")
    void fileIsUploadedAndSent() {
        openSession();
        byte[] content = "some words".getBytes(StandardCharsets.UTF_8);

        page.waitForFileChooser(() -> button("Attach file").click())
                .setFiles(new FilePayload("words.txt", "text/plain", content));
        assertThat(page.getByText("words.txt").first()).isVisible();
        send("read this");
        JsonNode sent = session.awaitPrompt("read this");

        assertThat(session.uploads().getFirst().path("filename").asString()).isEqualTo("words.txt");
        assertThat(sent.path("content").path("content").path("attachments").path(0).path("path"))
                .hasToString("\"/tmp/uploads/words.txt\"");
    }

    @Test
    @Tag("full")
    void changedFilesAndTheirDifferenceAreShown() {
        openSession("/files");

        assertThat(page.getByText("Unstaged Changes (1)")).isVisible();
        button(Pattern.compile("notes.txt.*\\+1 -1.*")).click();

        assertThat(page.getByText("+second line")).isVisible();
        assertThat(page.getByText("-first line")).isVisible();
        button("File").click();
        assertThat(page.getByText("second line")).isVisible();
    }

    @Test
    @Tag("full")
    void foldersAreShown() {
        openSession("/files");

        page.getByRole(AriaRole.TAB, new GetByRoleOptions().setName("Directories")).click();

        assertThat(page.getByText("notes.txt").first()).isVisible();
    }

    @Test
    @Tag("full")
    void terminalOpensAndTakesWhatIsTyped() {
        // It asks public hosts for fonts and does without them.
        browser.expectProblem("foreign request");
        browser.expectProblem("ERR_");
        browser.expectProblem("TerminalFont");
        openSession("/terminal");
        assertThat(page.getByRole(AriaRole.STATUS, new GetByRoleOptions().setName("Connected")))
                .isVisible();

        page.getByRole(AriaRole.TEXTBOX, new GetByRoleOptions().setName("Terminal input")).focus();
        page.keyboard().type("hello shell\r");

        assertThat(session.awaitEvent("terminal:open").path("cols").asInt()).isPositive();
        await().untilAsserted(() -> assertThat(session.lines()).containsExactly("hello shell"));
    }

    @Test
    @Tag("full")
    void sessionIsStartedOnAMachine() throws IOException {
        // The published page now and then meets React's limit of nested updates while it changes
        // from the form to the new session, says so and goes on. Answers and events of both hubs
        // are the same in that moment, so it is the page's own.
        browser.expectProblem("Minified React error #185");
        Path folder = stage.folder("fresh");
        signIn();
        page.navigate(pages.url() + "/sessions/new");
        page.getByPlaceholder("/path/to/project").fill(folder.toString());

        button("Create").click();

        PlayedAgent spawned = machine.awaitSpawned(folder);
        assertThat(page).hasURL(Pattern.compile(".*/sessions/" + spawned.id()));
    }

    @Test
    @Tag("full")
    void settingsShowTheHubAndItsMachines() {
        signIn();
        page.navigate(pages.url() + "/settings");
        button("General").click();
        button("Machines").click();

        assertThat(page.getByText("workshop").first()).isVisible();
        button("About").click();
        assertThat(page).hasURL(Pattern.compile(".*/settings/about"));
    }

    private void signIn() {
        page.navigate(
                "%s/?hub=%s&token=%s"
                        .formatted(
                                pages.url(), encoded(hub.url().toString()), encoded(hub.token())));
        assertThat(page).hasURL(Pattern.compile(".*/sessions$"));
    }

    private void openSession() {
        openSession("");
        awaitOpened();
    }

    private void awaitOpened() {
        assertThat(page.getByText("What shall I do?")).isVisible();
        // An answer that was made before an event and comes after it takes the event back.
        page.waitForCondition(
                () -> asked.isEmpty() && System.nanoTime() - askedAt > SETTLED.toNanos());
    }

    private void openSession(String tail) {
        signIn();
        page.navigate(pages.url() + "/sessions/" + session.id() + tail);
    }

    private void send(String text) {
        Locator composer = page.getByTestId("rich-composer-input");
        composer.click();
        page.keyboard().type(text);
        page.keyboard().press("Enter");
    }

    private Locator queued() {
        return page.getByRole(AriaRole.LIST, new GetByRoleOptions().setName("Queued messages"));
    }

    private Locator inList(String name) {
        return button(Pattern.compile("^" + name + ".*"));
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator button(Pattern name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name)).first();
    }

    private void git(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command).directory(project.toFile()).inheritIO().start();
        try {
            assertThat(git.waitFor()).isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
