package hapi.hub.store;

import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Reader threads, platform ones because SQLite spends its time in native code, each with its own
/// connection. Who asks waits; a virtual thread costs nothing while it does.
final class ReadPool {
    private static final long TIMEOUT_SECONDS = 60;

    private final ExecutorService threads;
    private final BoundDataSource dataSource;
    private final LinkedBlockingQueue<CachedConnection> idle = new LinkedBlockingQueue<>();
    private final int size;

    ReadPool(int size, BoundDataSource dataSource, Supplier<CachedConnection> connect) {
        this.size = size;
        this.dataSource = dataSource;
        this.threads =
                Executors.newFixedThreadPool(
                        size, Thread.ofPlatform().name("store-reader-", 0).daemon().factory());
        for (int i = 0; i < size; i++) {
            idle.add(connect.get());
        }
    }

    <T> T read(Supplier<T> read) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(() -> onReader(read), threads);
        try {
            return result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (TimeoutException e) {
            throw new StoreException("a read took longer than %d s".formatted(TIMEOUT_SECONDS), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading", e);
        }
    }

    private <T> T onReader(Supplier<T> read) {
        // As many connections as threads, so one is idle.
        CachedConnection connection = idle.remove();
        try {
            connection.execute("BEGIN");
            Connection face = connection.face();
            dataSource.bind(() -> face);
            return read.get();
        } finally {
            dataSource.unbind();
            connection.rollbackIfOpen();
            idle.add(connection);
        }
    }

    void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (int i = 0; i < size; i++) {
            CachedConnection connection = idle.poll();
            if (connection != null) {
                connection.close();
            }
        }
    }
}
