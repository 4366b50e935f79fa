package hapi.weight;

import hapi.testkit.hub.HubProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A tab without a browser: on the hub a whole page with a push connection of its own, here a
/// socket that reads and forgets.
final class PushTab implements WebSocket.Listener, AutoCloseable {
    /// What the page's own client says of itself when it opens the socket.
    private static final String ATMOSPHERE =
            "&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=4.0.1&X-Atmosphere-Transport=websocket"
                    + "&X-Atmosphere-TrackMessageSize=true&Content-Type=application/json;%20charset=UTF-8"
                    + "&X-atmo-protocol=true&X-Vaadin-LastSeenServerSyncId=0";

    private final WebSocket socket;
    private final StringBuilder frame = new StringBuilder();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong characters = new AtomicLong();
    private final Consumer<String> reader;

    /// A person who is signed in on the hub, with the cookie that says so.
    record Person(HttpClient http, URI hub, String cookie) {
        static Person signIn(HubProcess hub) throws IOException, InterruptedException {
            HttpClient http =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .build();
            String form =
                    "remember=on&next=%2F&token="
                            + URLEncoder.encode(hub.token(), StandardCharsets.UTF_8);
            HttpResponse<Void> answer =
                    http.send(
                            HttpRequest.newBuilder(hub.url().resolve("/sign-in"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .header("Origin", hub.url().toString())
                                    .POST(BodyPublishers.ofString(form))
                                    .build(),
                            BodyHandlers.discarding());
            String cookie = cookies(answer);
            if (cookie.isEmpty()) {
                throw new IllegalStateException("no sign-in: " + answer.statusCode());
            }
            return new Person(http, hub.url(), cookie);
        }
    }

    /// Opens a page by its path.
    ///
    /// @param reader is given each message of the hub
    PushTab(Person person, String path, Consumer<String> reader)
            throws IOException, InterruptedException {
        this.reader = reader;
        HttpResponse<String> page =
                person.http()
                        .send(
                                HttpRequest.newBuilder(person.hub().resolve(path))
                                        .header("Cookie", person.cookie())
                                        .header("Accept", "text/html")
                                        .build(),
                                BodyHandlers.ofString());
        String cookie = person.cookie() + "; " + cookies(page);
        String ui = found(page.body(), "\"v-uiId\":(\\d+)");
        String push = found(page.body(), "\"Vaadin-Push-ID\":\"([^\"]+)\"");
        String secret = found(page.body(), "\"Vaadin-Security-Key\":\"([^\"]+)\"");
        enter(person, cookie, ui, secret, path);
        URI address =
                URI.create(
                        "ws://%s:%d/VAADIN/push?v-r=push&v-uiId=%s&v-pushId=%s%s"
                                .formatted(
                                        person.hub().getHost(),
                                        person.hub().getPort(),
                                        ui,
                                        push,
                                        ATMOSPHERE));
        socket =
                person.http()
                        .newWebSocketBuilder()
                        .header("Cookie", cookie)
                        .header("Origin", person.hub().toString())
                        .buildAsync(address, this)
                        .join();
    }

    /// What the page says first: where it is.
    private static void enter(Person person, String cookie, String ui, String secret, String path)
            throws IOException, InterruptedException {
        String body =
                """
                {"csrfToken":"%s","rpc":[{"type":"event","node":1,"event":"ui-navigate","data":
                {"route":"%s","query":"","appShellTitle":"HAPI","historyState":null,"trigger":""}}],
                "syncId":0,"clientId":0}\
                """
                        .formatted(secret, path.substring(1));
        HttpResponse<String> answer =
                person.http()
                        .send(
                                HttpRequest.newBuilder(
                                                person.hub().resolve("/?v-r=uidl&v-uiId=" + ui))
                                        .header("Cookie", cookie)
                                        .header("Content-Type", "application/json; charset=UTF-8")
                                        .header("Origin", person.hub().toString())
                                        .POST(BodyPublishers.ofString(body))
                                        .build(),
                                BodyHandlers.ofString());
        if (answer.statusCode() != 200 || answer.body().contains("\"appError\"")) {
            throw new IllegalStateException("no page: " + answer.body());
        }
    }

    long frames() {
        return frames.get();
    }

    long characters() {
        return characters.get();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            frames.incrementAndGet();
            characters.addAndGet(frame.length());
            reader.accept(frame.toString());
            frame.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static String cookies(HttpResponse<?> answer) {
        List<String> all = answer.headers().allValues("set-cookie");
        return all.stream().map(it -> it.split(";", 2)[0]).collect(Collectors.joining("; "));
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no %s in the page".formatted(pattern));
        }
        return matcher.group(1);
    }
}
