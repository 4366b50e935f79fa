package hapi.hub.push.internal;

import hapi.hub.config.HubSettings;
import hapi.hub.lanes.Lanes;
import hapi.hub.notify.PushSubscription;
import hapi.hub.notify.PushSubscriptions;
import hapi.hub.scope.Namespace;
import hapi.hub.store.TxRunner;
import hapi.protocol.home.SettingsFile;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Push subscriptions in the store; the hub's key in its settings.
@Component
final class StoredPushSubscriptions implements PushSubscriptions {
    private static final int MAX_PER_NAMESPACE = 100;

    private final Lanes lanes;
    private final TxRunner store;
    private final JdbcTemplate jdbc;
    private final SettingsFile settings;

    StoredPushSubscriptions(
            Lanes lanes, TxRunner store, DataSource dataSource, HubSettings settings) {
        this.lanes = lanes;
        this.store = store;
        this.jdbc = new JdbcTemplate(dataSource);
        this.settings = new SettingsFile(settings.home());
    }

    @Override
    public String publicKey() {
        return VapidKeys.of(settings).publicKey();
    }

    @Override
    public void subscribe(Namespace namespace, PushSubscription subscription) {
        lanes.call(
                namespace,
                work -> {
                    jdbc.update(
                            """
                            INSERT INTO push_subscriptions
                                (namespace, endpoint, p256dh, auth, created_at)
                            VALUES (?, ?, ?, ?, ?)
                            ON CONFLICT (namespace, endpoint) DO UPDATE
                            SET p256dh = excluded.p256dh, auth = excluded.auth
                            """,
                            namespace.value(),
                            subscription.endpoint(),
                            subscription.p256dh(),
                            subscription.auth(),
                            work.nowMillis());
                    jdbc.update(
                            """
                            DELETE FROM push_subscriptions WHERE namespace = ? AND no NOT IN
                                (SELECT no FROM push_subscriptions WHERE namespace = ?
                                 ORDER BY no DESC LIMIT ?)
                            """,
                            namespace.value(),
                            namespace.value(),
                            MAX_PER_NAMESPACE);
                    return true;
                });
    }

    @Override
    public void unsubscribe(Namespace namespace, String endpoint) {
        lanes.call(
                namespace,
                _ ->
                        jdbc.update(
                                "DELETE FROM push_subscriptions WHERE namespace = ? AND endpoint = ?",
                                namespace.value(),
                                endpoint));
    }

    @Override
    public List<PushSubscription> of(Namespace namespace) {
        return store.read(() ->
                jdbc.query(
                        """
                        SELECT endpoint, p256dh, auth FROM push_subscriptions
                        WHERE namespace = ? ORDER BY no
                        """,
                        (row, _) ->
                                new PushSubscription(
                                        row.getString(1), row.getString(2), row.getString(3)),
                        namespace.value()));
    }
}
