package hapi.hub.auth;

import hapi.hub.config.TelegramSettings;
import hapi.hub.scope.Namespace;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/// Signs people in by what Telegram says of them, once they are bound to a namespace. Blocks; any
/// thread but a lane. Decision: 0046.
public final class TelegramSignIn {
    private final Optional<InitData> initData;
    private final TelegramAccounts accounts;

    TelegramSignIn(TelegramSettings settings, TelegramAccounts accounts, Clock clock) {
        this.initData =
                settings.token().map(token -> new InitData(token, settings.maxAge(), clock));
        this.accounts = accounts;
    }

    /// What became of sign-in data.
    public sealed interface Outcome {
        record Admitted(Namespace namespace, TelegramPerson person) implements Outcome {}

        /// Not signed for this hub's bot, too old, used before; `reason` is the facade's text.
        record Refused(String reason) implements Outcome {}

        record NotBound() implements Outcome {}

        record BoundElsewhere() implements Outcome {}

        /// This hub has no bot.
        record Off() implements Outcome {}
    }

    /// The same data signs in as often as it is asked, as long as it is not too old: the published
    /// page has nothing else to come back with.
    public Outcome signIn(String text) {
        return verified(
                text,
                valid ->
                        accounts.namespaceOf(valid.person().id())
                                .<Outcome>map(it -> new Outcome.Admitted(it, valid.person()))
                                .orElseGet(Outcome.NotBound::new));
    }

    /// Binds the person to the namespace of whoever has shown an access token, and signs in. Data
    /// that has bound once does not bind again.
    public Outcome bind(String text, Namespace namespace) {
        return verified(
                text,
                valid ->
                        switch (accounts.bind(namespace, valid.person().id(), valid.hash())) {
                            case BOUND -> new Outcome.Admitted(namespace, valid.person());
                            case BOUND_ELSEWHERE -> new Outcome.BoundElsewhere();
                            case REPLAYED -> new Outcome.Refused("initData was used before");
                        });
    }

    private Outcome verified(String text, Function<InitData.Verdict.Valid, Outcome> then) {
        if (initData.isEmpty()) {
            return new Outcome.Off();
        }
        return switch (initData.get().verify(text)) {
            case InitData.Verdict.Refused(String reason) -> new Outcome.Refused(reason);
            case InitData.Verdict.Valid valid -> then.apply(valid);
        };
    }
}
