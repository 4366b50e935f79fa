package hapi.hub.outlet.internal;

import hapi.hub.notify.Channel.Outcome;
import hapi.hub.notify.HttpOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// One POST of JSON to an address that the operator chose: no redirect is followed, nothing of the
/// answer but its status and `Retry-After` is read, and there is no answer after `limit`.
final class OutletPost implements AutoCloseable {
    private final HttpClient client;
    private final Duration limit;
    private final Clock clock;

    OutletPost(Duration limit, Clock clock) {
        this.client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(limit)
                        .build();
        this.limit = limit;
        this.clock = clock;
    }

    Outcome post(URI to, Map<String, String> headers, byte[] json) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(to)
                        .timeout(limit)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> answer =
                    client.send(request.build(), BodyHandlers.ofInputStream());
            // Closed unread: an answer without an end holds nobody.
            answer.body().close();
            return HttpOutcome.of(
                    answer.statusCode(),
                    answer.headers().firstValue("retry-after"),
                    clock.instant());
        } catch (HttpTimeoutException e) {
            return new Outcome.Later("no answer", Optional.empty());
        } catch (IOException e) {
            return new Outcome.Later("not reached", Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Later("interrupted", Optional.empty());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
