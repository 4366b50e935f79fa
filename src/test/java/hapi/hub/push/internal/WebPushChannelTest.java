package hapi.hub.push.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.lanes.Background;
import hapi.hub.lanes.Lanes;
import hapi.hub.notify.Channel.Outcome;
import hapi.hub.notify.NoticeWords;
import hapi.hub.notify.PushSubscription;
import hapi.hub.store.TxRunner;
import hapi.protocol.home.HapiHome;
import hapi.protocol.home.SettingsFile;
import hapi.protocol.json.Json;
import hapi.testkit.net.FakePushService;
import hapi.testkit.net.FakePushService.Answer;
import hapi.testkit.net.FakePushService.Push;
import hapi.testkit.net.PushBrowser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The channel with a push service on loopback.
@Timeout(60)
class WebPushChannelTest {
    private static final NoticeWords ASKED =
            new NoticeWords(
                    "session-one permission request:r1@1",
                    "Permission Request",
                    "demonstration (ShellCommand)",
                    "permission-session-one",
                    "permission-request",
                    "session-one",
                    "/sessions/session-one",
                    "r1",
                    "permission-session-one",
                    true);

    @TempDir Path folder;
    private final PushBrowser browser = new PushBrowser();
    private Answer answer = Answer.CREATED;
    private HubCore core;
    private StoredPushSubscriptions subscriptions;
    private FakePushService service;
    private String endpoint = "";

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        subscriptions =
                new StoredPushSubscriptions(
                        core.get(Lanes.class),
                        core.get(TxRunner.class),
                        core.get(DataSource.class),
                        HubCore.settings(folder));
        service = new FakePushService(_ -> answer);
        endpoint = service.endpoint("one");
        subscribe(endpoint);
    }

    @AfterEach
    void close() {
        service.close();
        core.close();
    }

    private void subscribe(String at) {
        subscriptions.subscribe(
                Scopes.HOME, new PushSubscription(at, browser.p256dh(), browser.auth()));
    }

    private Outcome send(boolean isPrivateAllowed, String target) {
        return new WebPushChannel(
                        subscriptions,
                        () -> VapidKeys.of(new SettingsFile(new HapiHome(folder))),
                        new PushAddresses(isPrivateAllowed),
                        new PushPost(
                                Duration.ofSeconds(20),
                                (pause, work) ->
                                        core.get(Background.class).after(pause, "limit", work)),
                        "mailto:a@b.example",
                        core.clock)
                .send(Scopes.HOME, target, ASKED);
    }

    @Test
    void browserReadsWhatThePublishedWorkerUnderstands() {
        Outcome outcome = send(true, endpoint);

        assertThat(outcome).isEqualTo(new Outcome.Accepted());
        Push push = service.pushes().getFirst();
        assertThat(browser.open(push.body()).toString())
                .isEqualTo(
                        "{\"title\":\"Permission Request\",\"body\":\"demonstration (ShellCommand)\",\"tag\":\"permission-session-one\","
                                + "\"data\":{\"type\":\"permission-request\",\"sessionId\":\"session-one\","
                                + "\"url\":\"/sessions/session-one\",\"requestId\":\"r1\"}}");
        assertThat(push.path()).isEqualTo("/push/one");
        assertThat(push.header("Content-encoding")).isEqualTo("aes128gcm");
        assertThat(push.header("Content-type")).isEqualTo("application/octet-stream");
        assertThat(push.header("Ttl")).isEqualTo("86400");
        assertThat(push.header("Urgency")).isEqualTo("high");
        assertThat(push.header("Topic")).matches("[A-Za-z0-9_-]{32}");
    }

    @Test
    void pushServiceLearnsWhoSendsAndNothingElse() throws Exception {
        send(true, endpoint);

        Push push = service.pushes().getFirst();
        String[] parts = push.header("Authorization").split("[ ,=.]+");
        assertThat(parts[0]).isEqualTo("vapid");
        assertThat(parts[6]).isEqualTo(subscriptions.publicKey());
        JsonNode claims =
                Json.parse(
                        new String(
                                Base64.getUrlDecoder().decode(parts[3]), StandardCharsets.UTF_8));
        assertThat(claims.path("aud").asString())
                .isEqualTo(endpoint.substring(0, endpoint.indexOf("/push")));
        assertThat(Instant.ofEpochSecond(claims.path("exp").asLong()))
                .isCloseTo(Instant.now().plus(Duration.ofHours(12)), within(2, ChronoUnit.MINUTES));
        assertThat(claims.path("sub").asString()).isEqualTo("mailto:a@b.example");
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(browser.key(Base64.getUrlDecoder().decode(parts[6])));
        signature.update((parts[2] + "." + parts[3]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[4]))).isTrue();
        assertThat(push.headers().toString())
                .doesNotContain("session-one", "demonstration", "ShellCommand");
        assertThat(new String(push.body(), StandardCharsets.ISO_8859_1))
                .doesNotContain("session-one", "demonstration", "ShellCommand");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void subscriptionThatIsGoneIsForgotten(int status) {
        answer = Answer.of(status);
        subscribe(service.endpoint("two"));

        assertThat(send(true, endpoint)).isEqualTo(new Outcome.Failed("gone"));
        assertThat(subscriptions.of(Scopes.HOME))
                .extracting(PushSubscription::endpoint)
                .containsExactly(service.endpoint("two"));
    }

    @Test
    void busyServiceIsAskedAgainWhenItSays() {
        answer = new Answer(429, Map.of("Retry-After", "120"));
        assertThat(send(true, endpoint))
                .isEqualTo(new Outcome.Later("status 429", Optional.of(Duration.ofMinutes(2))));

        answer = new Answer(503, Map.of("Retry-After", "Fri, 15 Jan 2027 08:01:00 GMT"));
        assertThat(send(true, endpoint))
                .isEqualTo(new Outcome.Later("status 503", Optional.of(Duration.ofMinutes(1))));

        answer = new Answer(500, Map.of("Retry-After", "soon"));
        assertThat(send(true, endpoint))
                .isEqualTo(new Outcome.Later("status 500", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 401, 403, 413})
    void otherAnswersAreFinalAndKeepTheSubscription(int status) {
        answer = Answer.of(status);

        assertThat(send(true, endpoint)).isEqualTo(new Outcome.Failed("status " + status));
        assertThat(subscriptions.of(Scopes.HOME)).hasSize(1);
    }

    @Test
    void serviceThatIsNotThereIsTriedAgain() {
        service.close();

        assertThat(send(true, endpoint))
                .isEqualTo(new Outcome.Later("not reached", Optional.empty()));
    }

    @Test
    void nothingGoesInsideUnlessItIsAllowed() {
        assertThat(send(false, endpoint)).isEqualTo(new Outcome.Failed("address refused"));
        assertThat(service.pushes()).isEmpty();
    }

    @Test
    void whoUnsubscribedOrHasNoKeysIsNotSentTo() {
        subscriptions.subscribe(Scopes.HOME, new PushSubscription(endpoint, "k", "a"));
        assertThat(send(true, endpoint)).isEqualTo(new Outcome.Failed("keys refused"));

        subscriptions.unsubscribe(Scopes.HOME, endpoint);
        assertThat(send(true, endpoint)).isEqualTo(new Outcome.Failed("unsubscribed"));
        assertThat(service.pushes()).isEmpty();
    }
}
