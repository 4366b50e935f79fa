package hapi.hub.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hapi.hub.auth.OpenChannels;
import hapi.hub.config.HubSettings;
import hapi.hub.lanes.LaneLoad;
import hapi.hub.lanes.Lanes;
import hapi.hub.listener.WaitingConnections;
import hapi.hub.socket.transport.SocketCounters;
import hapi.hub.socket.transport.SocketServer;
import hapi.hub.store.RowCheck;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Numbers for Prometheus, at `/metrics` of a port of its own that only this host reaches
/// (`HAPI_METRICS_PORT`; none by default). No name, path or content of anybody's is a label.
@Configuration(proxyBeanMethods = false)
class Metrics {
    @Bean
    PrometheusMeterRegistry meterRegistry() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @Bean
    SmartLifecycle metricsServer(
            HubSettings settings,
            PrometheusMeterRegistry registry,
            Lanes lanes,
            OpenChannels channels,
            SocketServer sockets,
            WaitingConnections connections,
            RowCheck rows) {
        Gauge.builder("hapi.store.rows.aside", rows, RowCheck::aside).register(registry);
        bind(registry, lanes, channels, sockets.counters());
        bind(registry, connections);
        return new Server(settings.metricsPort(), registry);
    }

    private static void bind(
            PrometheusMeterRegistry registry,
            Lanes lanes,
            OpenChannels channels,
            SocketCounters counters) {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        Gauge.builder("hapi.lane.waiting", lanes, it -> it.load().waiting()).register(registry);
        Gauge.builder("hapi.lane.waiting.bytes", lanes, it -> it.load().waitingBytes())
                .register(registry);
        FunctionCounter.builder("hapi.lane.commands", lanes, it -> it.load().done())
                .register(registry);
        FunctionCounter.builder("hapi.lane.batches.failed", lanes, Metrics::failed)
                .register(registry);
        for (OpenChannels.Kind kind : OpenChannels.Kind.values()) {
            Gauge.builder("hapi.open", channels, it -> it.open(kind))
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        for (SocketCounters.Count count : SocketCounters.Count.values()) {
            String name = "hapi.socket." + count.name().toLowerCase(Locale.ROOT).replace('_', '.');
            if (count.name().startsWith("OPEN_")) {
                Gauge.builder(name, counters, it -> it.get(count)).register(registry);
            } else {
                FunctionCounter.builder(name, counters, it -> it.get(count)).register(registry);
            }
        }
    }

    private static void bind(PrometheusMeterRegistry registry, WaitingConnections connections) {
        Gauge.builder("hapi.connections.waiting", connections, WaitingConnections::waiting)
                .register(registry);
        FunctionCounter.builder(
                        "hapi.connections.slow.heads", connections, WaitingConnections::slowHeads)
                .register(registry);
        FunctionCounter.builder(
                        "hapi.connections.displaced", connections, WaitingConnections::displaced)
                .register(registry);
    }

    private static double failed(Lanes lanes) {
        LaneLoad load = lanes.load();
        return load.failedBatches();
    }

    /// The listener on loopback; port 0 means none.
    private static final class Server implements SmartLifecycle {
        private final int port;
        private final PrometheusMeterRegistry registry;
        private @Nullable HttpServer server;

        Server(int port, PrometheusMeterRegistry registry) {
            this.port = port;
            this.registry = registry;
        }

        @Override
        public void start() {
            if (port == 0) {
                return;
            }
            try {
                HttpServer made =
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
                made.createContext("/metrics", this::answer);
                made.start();
                server = made;
            } catch (IOException e) {
                throw new IllegalStateException(
                        "HAPI_METRICS_PORT %d cannot be used: %s".formatted(port, e.getMessage()),
                        e);
            }
        }

        private void answer(HttpExchange exchange) throws IOException {
            // A page of a foreign name must not read it through the browser of this host.
            String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
            boolean isLocal =
                    host.equals("127.0.0.1:" + port)
                            || host.equals("localhost:" + port)
                            || host.equals("[::1]:" + port);
            byte[] body =
                    isLocal ? registry.scrape().getBytes(StandardCharsets.UTF_8) : new byte[0];
            exchange.getResponseHeaders()
                    .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(isLocal ? 200 : 421, isLocal ? body.length : -1);
            exchange.getResponseBody().write(body);
            exchange.close();
        }

        @Override
        public void stop() {
            if (server != null) {
                server.stop(0);
                server = null;
            }
        }

        @Override
        public boolean isRunning() {
            return server != null;
        }
    }
}
