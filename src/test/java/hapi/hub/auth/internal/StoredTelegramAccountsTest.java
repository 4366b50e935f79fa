package hapi.hub.auth.internal;

import static hapi.hub.auth.TelegramAccounts.Binding.BOUND;
import static hapi.hub.auth.TelegramAccounts.Binding.BOUND_ELSEWHERE;
import static hapi.hub.auth.TelegramAccounts.Binding.REPLAYED;
import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.auth.Credentials;
import hapi.hub.auth.TelegramAccounts;
import hapi.hub.lanes.Lanes;
import hapi.hub.scope.Namespace;
import hapi.hub.store.TxRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class StoredTelegramAccountsTest {
    private static final long ANN = 777;
    private static final long BEN = 778;

    @TempDir Path folder;
    private final Credentials credentials = new Credentials("a base token", new byte[32]);
    private HubCore core;
    private TelegramAccounts accounts;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        accounts =
                new StoredTelegramAccounts(
                        core.get(Lanes.class),
                        core.get(TxRunner.class),
                        core.get(DataSource.class),
                        credentials);
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void onePersonIsInOneNamespace() {
        assertThat(accounts.namespaceOf(ANN)).isEmpty();

        assertThat(accounts.bind(Scopes.HOME, ANN, "1")).isEqualTo(BOUND);
        assertThat(accounts.bind(Scopes.HOME, ANN, "2")).isEqualTo(BOUND);
        assertThat(accounts.bind(Scopes.OTHER, ANN, "3")).isEqualTo(BOUND_ELSEWHERE);
        assertThat(accounts.bind(Scopes.HOME, BEN, "4")).isEqualTo(BOUND);

        assertThat(accounts.namespaceOf(ANN)).contains(Scopes.HOME);
        assertThat(accounts.of(Scopes.HOME)).containsExactly(ANN, BEN);
        assertThat(accounts.of(Scopes.OTHER)).isEmpty();
    }

    @Test
    void dataBindsOnceAlsoAfterItsPersonWasUnbound() {
        accounts.bind(Scopes.HOME, ANN, "1");

        assertThat(accounts.bind(Scopes.HOME, ANN, "1")).isEqualTo(REPLAYED);
        assertThat(accounts.unbind(Scopes.OTHER, ANN)).isFalse();
        assertThat(accounts.unbind(Scopes.HOME, ANN)).isTrue();
        assertThat(accounts.unbind(Scopes.HOME, ANN)).isFalse();

        assertThat(accounts.bind(Scopes.OTHER, ANN, "1")).isEqualTo(REPLAYED);
        assertThat(accounts.namespaceOf(ANN)).isEmpty();
        assertThat(accounts.bind(Scopes.OTHER, ANN, "2")).isEqualTo(BOUND);
    }

    @Test
    void usedDataIsForgottenWhenItCountsNoMore() {
        accounts.bind(Scopes.HOME, ANN, "1");
        core.clock.advance(Duration.ofHours(25));
        assertThat(accounts.bind(Scopes.HOME, ANN, "1")).isEqualTo(REPLAYED);

        core.clock.advance(Duration.ofHours(24));

        assertThat(accounts.bind(Scopes.HOME, ANN, "2")).isEqualTo(BOUND);
        assertThat(count("SELECT COUNT(*) FROM telegram_binds")).isEqualTo(1);
    }

    @Test
    void whoWasBoundWithAnOldTokenIsOut() {
        accounts.bind(Scopes.HOME, ANN, "1");

        credentials.replace("another token", new byte[32]);

        assertThat(accounts.namespaceOf(ANN)).isEmpty();
        assertThat(accounts.of(Scopes.HOME)).isEmpty();
        assertThat(accounts.bind(Scopes.OTHER, ANN, "2")).isEqualTo(BOUND);
        assertThat(count("SELECT COUNT(*) FROM users")).isEqualTo(1);
    }

    @Test
    void whoCameWithAnImportIsInAndOthersPlatformsAndOddIdsAreNot() {
        core.get(Lanes.class)
                .call(
                        Scopes.HOME,
                        _ ->
                                jdbc().update(
                                                """
                                                INSERT INTO users
                                                    (platform, platform_user_id, namespace, created_at)
                                                VALUES ('telegram', '777', 'home', 5),
                                                    ('telegram', 'x', 'home', 5),
                                                    ('other', '778', 'home', 5)
                                                """));

        assertThat(accounts.namespaceOf(ANN)).contains(Scopes.HOME);
        assertThat(accounts.namespaceOf(BEN)).isEmpty();
        assertThat(accounts.of(Scopes.HOME)).containsExactly(ANN);
    }

    @Test
    void oneDataAtOnceInTwoNamespacesBindsOne() throws Exception {
        List<Future<TelegramAccounts.Binding>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                Namespace namespace = i % 2 == 0 ? Scopes.HOME : Scopes.OTHER;
                answers.add(threads.submit(() -> accounts.bind(namespace, ANN, "1")));
            }
        }

        int bound = 0;
        for (Future<TelegramAccounts.Binding> answer : answers) {
            bound += answer.get() == BOUND ? 1 : 0;
        }
        assertThat(bound).isEqualTo(1);
        assertThat(count("SELECT COUNT(*) FROM users")).isEqualTo(1);
    }

    private JdbcTemplate jdbc() {
        return new JdbcTemplate(core.get(DataSource.class));
    }

    private Integer count(String query) {
        return core.get(TxRunner.class).read(() -> jdbc().queryForObject(query, Integer.class));
    }
}
