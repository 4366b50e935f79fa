package hapi.hub.outlet.internal;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.ManualClock;
import hapi.hub.Scopes;
import hapi.hub.config.HubSettings;
import hapi.hub.config.OutletSettings;
import hapi.hub.notify.Channel;
import hapi.hub.notify.Channel.Outcome;
import hapi.hub.notify.NoticeWords;
import hapi.hub.scope.Namespaces;
import hapi.protocol.json.Json;
import hapi.testkit.net.FakePushService;
import hapi.testkit.net.FakePushService.Answer;
import hapi.testkit.net.FakePushService.Push;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Both outlets with a real server on loopback.
@Timeout(60)
class OutletChannelsTest {
    private static final String SECRET = "a secret of enough length";
    private static final NoticeWords ASKED =
            new NoticeWords(
                    "s1 permission request:r 1@1",
                    "Permission Request",
                    "shop “front” (Bash)",
                    "permission-s1",
                    "permission-request",
                    "s1",
                    "/sessions/s1",
                    "r 1",
                    "permission-s1",
                    true);
    private static final NoticeWords READY =
            new NoticeWords(
                    "s1 ready message:m1",
                    "Ready for input",
                    "Claude is waiting in shop",
                    "ready-s1",
                    "ready",
                    "s1",
                    "/sessions/s1",
                    null,
                    "ready-s1",
                    false);

    @TempDir Path folder;
    private final ManualClock clock = new ManualClock();
    private Answer answer = Answer.of(200);
    private final FakePushService server = new FakePushService(_ -> answer);
    private final OutletPost post = new OutletPost(Duration.ofSeconds(2), clock);

    @AfterEach
    void close() {
        post.close();
        server.close();
    }

    private HubSettings settings() {
        return HubCore.settings(folder);
    }

    private URI url(String path) {
        return URI.create(server.endpoint("x")).resolve(path);
    }

    private Outcome webhook(NoticeWords words) {
        return webhook(url("/hook?a=b"), SECRET, words);
    }

    private Outcome webhook(URI url, String secret, NoticeWords words) {
        return new WebhookChannel(new OutletSettings.Webhook(url, secret), settings(), post, clock)
                .send(Namespaces.ofRow("default"), "operator", words);
    }

    private Outcome ntfy(@Nullable String token, NoticeWords words) {
        URI root = URI.create(url("/base").toString());
        return new NtfyChannel(new OutletSettings.Ntfy(root, "mine", token), settings(), post)
                .send(Namespaces.ofRow("default"), "operator", words);
    }

    private Push only() {
        assertThat(server.pushes()).hasSize(1);
        return server.pushes().getFirst();
    }

    private static String text(Push push) {
        return new String(push.body(), StandardCharsets.UTF_8);
    }

    @Test
    void topicIsToldWithALinkToExactlyThatRequest() {
        assertThat(ntfy("tk_secret", ASKED)).isEqualTo(new Outcome.Accepted());

        assertThat(only().path()).isEqualTo("/base/");
        assertThat(only().header("Authorization")).isEqualTo("Bearer tk_secret");
        assertThat(Json.parse(text(only())))
                .isEqualTo(
                        Json.parse(
                                """
                                {"topic":"mine","title":"Permission Request","message":"shop “front” (Bash)",
                                "priority":4,"click":"http://127.0.0.1/sessions/s1?request=r+1","tags":["raised_hand"]}
                                """));
    }

    @Test
    void openTopicNeedsNoTokenAndReadinessIsNotUrgent() {
        ntfy(null, READY);

        assertThat(only().headers()).doesNotContainKey("Authorization");
        JsonNode told = Json.parse(text(only()));
        assertThat(told.path("priority").asInt()).isEqualTo(3);
        assertThat(told.path("click").asString()).isEqualTo("http://127.0.0.1/sessions/s1");
    }

    @Test
    void webhookIsSignedOverIdTimeAndBody() throws Exception {
        assertThat(webhook(ASKED)).isEqualTo(new Outcome.Accepted());

        Push told = only();
        assertThat(told.path()).isEqualTo("/hook?a=b");
        assertThat(told.header("Content-type")).isEqualTo("application/json");
        long seconds = Long.parseLong(told.header("Webhook-timestamp"));
        assertThat(seconds).isEqualTo(clock.instant().getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = told.header("Webhook-id") + "." + seconds + "." + text(told);
        assertThat(told.header("Webhook-signature"))
                .isEqualTo(
                        "v1,"
                                + Base64.getEncoder()
                                        .encodeToString(
                                                mac.doFinal(
                                                        signed.getBytes(StandardCharsets.UTF_8))));
    }

    /// The example of the Standard Webhooks specification, whose libraries are to accept ours.
    @Test
    void codedSecretSignsAsTheSpecificationsExample() {
        String id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        String body = "{\"test\": 2432232314}";

        assertThat(
                        new WebhookSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                                .signature(
                                        id, 1_614_265_330, body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void idIsTheSameAtEachTryAndAnotherForAnotherNotice() {
        webhook(ASKED);
        clock.advance(Duration.ofSeconds(4));
        webhook(ASKED);
        webhook(READY);

        List<String> ids = server.pushes().stream().map(it -> it.header("Webhook-id")).toList();
        assertThat(ids.get(0)).matches("msg_[A-Za-z0-9_-]{24}").isEqualTo(ids.get(1));
        assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
        assertThat(server.pushes().get(1).header("Webhook-timestamp"))
                .isNotEqualTo(server.pushes().get(0).header("Webhook-timestamp"));
    }

    @Test
    void bodiesAreWhatTheSchemaSays() throws IOException {
        webhook(ASKED);
        webhook(READY);

        JsonNode schema = Json.parse(Files.readString(Path.of("docs/webhook.schema.json")));
        for (Push told : server.pushes()) {
            fits(Json.parse(text(told)), schema);
        }
        assertThat(Json.parse(text(server.pushes().getFirst())).at("/data/requestId").asString())
                .isEqualTo("r 1");
    }

    /// The few words of JSON Schema that ours uses; another one fails here.
    private static void fits(JsonNode it, JsonNode schema) {
        assertThat(schema.propertyNames())
                .isSubsetOf(
                        "$schema",
                        "$id",
                        "title",
                        "description",
                        "type",
                        "format",
                        "enum",
                        "required",
                        "properties",
                        "additionalProperties");
        switch (schema.path("type").asString()) {
            case "string" -> assertThat(it.isString()).isTrue();
            case "boolean" -> assertThat(it.isBoolean()).isTrue();
            case "object" -> {
                assertThat(it.isObject()).isTrue();
                schema.path("required")
                        .forEach(name -> assertThat(it.has(name.asString())).isTrue());
                assertThat(schema.path("properties").propertyNames())
                        .containsAll(it.propertyNames());
                it.properties()
                        .forEach(one ->
                                fits(one.getValue(), schema.path("properties").path(one.getKey())));
            }
            default -> throw new AssertionError("another type: " + schema);
        }
        if (schema.has("enum")) {
            assertThat(schema.path("enum")).contains(it);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 401, 403, 404, 410, 413})
    void answersThatWillNotChangeAreFinalAndNoRedirectIsFollowed(int status) {
        answer = new Answer(status, Map.of("Location", server.endpoint("elsewhere")));

        assertThat(webhook(ASKED)).isEqualTo(new Outcome.Failed("status " + status));
        assertThat(ntfy(null, ASKED)).isEqualTo(new Outcome.Failed("status " + status));
        assertThat(server.pushes()).extracting(Push::path).containsExactly("/hook?a=b", "/base/");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void busyServerIsAskedAgainWhenItSays(int status) {
        answer = new Answer(status, Map.of("Retry-After", "90"));

        assertThat(webhook(ASKED))
                .isEqualTo(
                        new Outcome.Later("status " + status, Optional.of(Duration.ofSeconds(90))));
    }

    @Test
    void silentServerIsOverAfterTheLimit() {
        answer = Answer.SILENCE;
        long began = System.nanoTime();

        assertThat(webhook(ASKED)).isEqualTo(new Outcome.Later("no answer", Optional.empty()));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void serverThatIsNotThereOrSpeaksNoHttpIsTriedAgain() throws Exception {
        Outcome notReached = new Outcome.Later("not reached", Optional.empty());
        server.close();
        assertThat(webhook(ASKED)).isEqualTo(notReached);

        try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (Socket socket = rude.accept()) {
                            socket.getOutputStream().write("go away\r\n".getBytes("US-ASCII"));
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    });
            URI url = URI.create("http://127.0.0.1:%d/".formatted(rude.getLocalPort()));
            assertThat(webhook(url, SECRET, ASKED)).isEqualTo(notReached);
        }
    }

    @Test
    void sessionsOfOtherPeopleAreNotTold() {
        Channel channel =
                new NtfyChannel(
                        new OutletSettings.Ntfy(url("/base"), "mine", null), settings(), post);

        assertThat(channel.targets(Namespaces.ofRow("default"))).hasSize(1);
        assertThat(channel.targets(Scopes.OTHER)).isEmpty();
    }
}
