package hapi.hub.push.internal;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.lanes.Lanes;
import hapi.hub.notify.PushSubscription;
import hapi.hub.store.TxRunner;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPushSubscriptionsTest {
    @TempDir Path folder;
    private HubCore core;
    private StoredPushSubscriptions subscriptions;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        subscriptions = subscriptions();
    }

    private StoredPushSubscriptions subscriptions() {
        return new StoredPushSubscriptions(
                core.get(Lanes.class),
                core.get(TxRunner.class),
                core.get(DataSource.class),
                HubCore.settings(folder));
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void aBrowserThatComesAgainReplacesItsKeysAndStaysInItsNamespace() {
        subscriptions.subscribe(Scopes.HOME, new PushSubscription("e", "old", "a"));
        subscriptions.subscribe(Scopes.HOME, new PushSubscription("e", "new", "b"));
        subscriptions.subscribe(Scopes.OTHER, new PushSubscription("e", "other", "c"));
        subscriptions.unsubscribe(Scopes.OTHER, "e");

        assertThat(subscriptions.of(Scopes.HOME))
                .isEqualTo(List.of(new PushSubscription("e", "new", "b")));
        assertThat(subscriptions.of(Scopes.OTHER)).isEmpty();
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        for (int i = 0; i < 101; i++) {
            subscriptions.subscribe(Scopes.HOME, new PushSubscription("e" + i, "k", "a"));
        }

        assertThat(subscriptions.of(Scopes.HOME))
                .hasSize(100)
                .extracting(PushSubscription::endpoint)
                .doesNotContain("e0");
    }

    @Test
    void theKeyOutlivesTheProcess() {
        String key = subscriptions.publicKey();
        core.close();
        core = new HubCore(folder);

        assertThat(subscriptions().publicKey()).isEqualTo(key).hasSize(87);
    }
}
