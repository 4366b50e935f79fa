package hapi.hub.listener;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real Tomcat with this protocol, with short times and few places.
class ListenerTest {
    private static final Duration HEAD = Duration.ofMillis(400);
    private static final int PLACES = 3;

    @TempDir Path folder;

    private final CountDownLatch release = new CountDownLatch(1);
    private final BlockingQueue<AsyncContext> polls = new LinkedBlockingQueue<>();
    private final List<RawConnection> opened = new ArrayList<>();
    private final Tomcat tomcat = new Tomcat();
    private WaitingConnections waiting = new WaitingConnections(PLACES, HEAD, _ -> false);

    private void start() throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        Connector connector = new Connector(ListenerProtocol.class.getName());
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("connectionTimeout", "2000");
        connector.setProperty("keepAliveTimeout", "20000");
        connector.setPort(0);
        ListenerProtocol protocol = (ListenerProtocol) connector.getProtocolHandler();
        protocol.watch(waiting);
        protocol.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        tomcat.setConnector(connector);
        tomcat.getEngine().getPipeline().addValve(new UnreadBodyValve(Duration.ofSeconds(3), 1));
        Context context = tomcat.addContext("", null);
        Wrapper servlet = Tomcat.addServlet(context, "played", new Played());
        servlet.setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "played");
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        for (RawConnection connection : opened) {
            connection.close();
        }
        tomcat.stop();
        tomcat.destroy();
    }

    private final class Played extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            switch (request.getRequestURI()) {
                case "/slow" -> await();
                case "/poll" -> {
                    polls.add(request.startAsync());
                    return;
                }
                case "/unsized" -> {
                    response.getOutputStream().write(new byte[] {'o', 'k'});
                    return;
                }
                case "/read" -> request.getInputStream().readAllBytes();
                default -> response.setHeader("X-Path", request.getRequestURI());
            }
            response.setContentLength(2);
            response.getOutputStream().write(new byte[] {'o', 'k'});
        }

        private void await() {
            try {
                if (!release.await(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("never released");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private RawConnection open() {
        RawConnection connection = RawConnection.open(tomcat.getConnector().getLocalPort());
        opened.add(connection);
        return connection;
    }

    private void awaitSlowHeads(long count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (waiting.slowHeads() < count) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(waiting.slowHeads()).isEqualTo(count);
    }

    private void awaitDisplaced() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (waiting.displaced() == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(waiting.displaced()).isEqualTo(1);
    }

    private void awaitHalfHeads(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (waiting.halfHeads() != count) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void awaitWaiting(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (waiting.waiting() != count) {
            assertThat(System.nanoTime()).as(waiting.waiting() + " wait").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("row 20: a head that trickles is cut in time, however many bytes come")
    void tricklingHeadIsCut() throws Exception {
        start();
        RawConnection slow = open();
        RawConnection other = open().get("/y");
        assertThat(other.answer()).endsWith("ok");
        long begin = System.nanoTime();
        slow.write("GET /x HTTP/1.1\r\nHost: h\r\nX-Slow: ");

        long deadline = begin + TimeUnit.SECONDS.toNanos(8);
        while (waiting.slowHeads() == 0 && System.nanoTime() < deadline) {
            slow.write("a");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }

        assertThat(waiting.slowHeads()).isEqualTo(1);
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(HEAD.toNanos());
        assertThat(slow.answer()).startsWith("HTTP/1.1 408").contains("head_too_slow");
        assertThat(other.get("/z").answer()).contains("X-Path: /z");
    }

    @Test
    @DisplayName("row 20: a connection that says nothing at all is ended in time")
    void silentConnectionIsEnded() throws Exception {
        start();

        assertThat(open().isClosedByOther()).isTrue();

        awaitSlowHeads(1);
        awaitWaiting(0);
    }

    @Test
    @DisplayName("row 20: what is being answered, or kept alive, is not taken for a slow head")
    void onlyHeadsAreTimed() throws Exception {
        start();
        RawConnection kept = open().get("/first");
        assertThat(kept.answer()).endsWith("ok");
        RawConnection slow = open().get("/slow");
        RawConnection poll = open().get("/poll");
        AsyncContext answer = polls.poll(10, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();

        assertThat(open().isClosedByOther()).isTrue();
        assertThat(open().isClosedByOther()).isTrue();

        release.countDown();
        assertThat(slow.answer()).endsWith("ok");
        answer.getResponse().getWriter().write("late");
        answer.complete();
        assertThat(poll.answer()).startsWith("HTTP/1.1 200");
        assertThat(kept.get("/second").answer()).contains("X-Path: /second");
        awaitSlowHeads(2);
    }

    @Test
    @DisplayName("row 21: one too many that waits ends the one that has waited longest, with why")
    void oldestMakesRoom() throws Exception {
        waiting = new WaitingConnections(PLACES, Duration.ofSeconds(20), _ -> false);
        start();
        List<RawConnection> half = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            RawConnection one = open();
            one.write("GET /" + i + " HTTP/1.1\r\n");
            half.add(one);
            awaitHalfHeads(i + 1);
        }
        assertThat(waiting.displaced()).isZero();

        RawConnection honest = open().get("/honest");

        assertThat(honest.answer()).contains("X-Path: /honest");
        assertThat(half.getFirst().answer())
                .startsWith("HTTP/1.1 429")
                .contains("too_many_connections");
        awaitDisplaced();
        half.get(1).write("Host: h\r\n\r\n");
        assertThat(half.get(1).answer()).contains("X-Path: /1");
    }

    @Test
    @DisplayName("row 21: places are given back when connections close")
    void placesComeBack() throws Exception {
        waiting = new WaitingConnections(PLACES, Duration.ofSeconds(20), _ -> false);
        start();
        for (int round = 0; round < 3; round++) {
            List<RawConnection> all = new ArrayList<>();
            for (int i = 0; i < PLACES; i++) {
                all.add(open());
                awaitWaiting(i + 1);
            }
            for (RawConnection one : all) {
                one.close();
            }
            awaitWaiting(0);
        }

        assertThat(waiting.displaced()).isZero();
    }

    @Test
    @DisplayName("row 20: a flood of half heads keeps no honest request of the same address out")
    void floodKeepsNobodyOut() throws Exception {
        waiting = new WaitingConnections(64, Duration.ofSeconds(20), _ -> false);
        start();
        for (int i = 0; i < 500; i++) {
            open().write("POST / HTTP/1.1\r\nHost: h\r\nX");
        }

        for (int i = 0; i < 100; i++) {
            try (RawConnection honest = RawConnection.open(tomcat.getConnector().getLocalPort())) {
                assertThat(honest.get("/" + i).answer()).endsWith("ok");
            }
        }

        assertThat(waiting.waiting()).isLessThanOrEqualTo(65);
    }

    @Test
    @DisplayName("row 21: a trusted proxy speaks for many and is not counted")
    void proxyIsNotCounted() throws Exception {
        waiting = new WaitingConnections(PLACES, Duration.ofSeconds(20), "127.0.0.1"::equals);
        start();
        for (int i = 0; i < 3 * PLACES; i++) {
            open();
            awaitWaiting(i + 1);
        }

        assertThat(waiting.displaced()).isZero();
    }

    @ParameterizedTest
    @DisplayName("row 20: a body that nobody reads is not waited for to its end")
    @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
    void unreadBodyIsNotWaitedFor(String header) throws Exception {
        start();
        RawConnection first = open();
        RawConnection second = open();
        String post = "POST /x HTTP/1.1\r\nHost: h\r\n%s\r\n\r\n5".formatted(header);
        first.write(post);
        assertThat(first.answer()).contains("X-Path: /x").endsWith("ok");

        second.write(post);

        assertThat(second.answer()).contains("X-Path: /x").endsWith("ok");
        assertThat(second.isClosedByOther()).isTrue();
        assertThat(first.isClosedByOther()).isTrue();
    }

    @Test
    @DisplayName("row 20: an unread body that comes does not cost the connection")
    void unreadBodyThatComesIsTaken() throws Exception {
        start();
        RawConnection connection = open();
        connection.write("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n");
        assertThat(connection.answer()).endsWith("ok");

        connection.write("x".repeat(200_000) + "GET /pipelined HTTP/1.1\r\nHost: h\r\n\r\n");

        assertThat(connection.answer()).contains("X-Path: /pipelined").endsWith("ok");
        assertThat(connection.get("/again").answer()).contains("X-Path: /again");
    }

    @Test
    @DisplayName("row 20: the answer to a body that nobody reads stays what it is")
    void unreadBodyDoesNotMakeAnErrorOfTheAnswer() throws Exception {
        start();
        RawConnection connection = open();
        connection.write("POST /unsized HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");

        assertThat(connection.answer()).startsWith("HTTP/1.1 200").contains("Connection: close");
    }

    @Test
    @DisplayName("row 20: a small body that has come does not cost the connection")
    void smallUnreadBodyIsTaken() throws Exception {
        start();
        RawConnection connection = open();
        connection.write("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");

        assertThat(connection.answer()).endsWith("ok").doesNotContain("Connection: close");
        assertThat(connection.get("/again").answer()).contains("X-Path: /again");
    }

    @Test
    @DisplayName("row 20: reading a chunked body to its end keeps the connection")
    void chunkedBodyThatIsReadKeepsTheConnection() throws Exception {
        start();
        RawConnection connection = open();
        connection.write(
                "POST /read HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");

        assertThat(connection.answer()).endsWith("ok");
        assertThat(connection.get("/again").answer()).contains("X-Path: /again");
    }

    @Test
    @DisplayName("row 20: a GET with a body is refused, since its end would be waited for")
    void getWithBodyIsRefused() throws Exception {
        start();
        RawConnection connection = open();
        connection.write("GET /poll HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n");

        assertThat(connection.answer()).startsWith("HTTP/1.1 400").contains("unexpected_body");
        assertThat(connection.isClosedByOther()).isTrue();
        assertThat(polls).isEmpty();
    }
}
