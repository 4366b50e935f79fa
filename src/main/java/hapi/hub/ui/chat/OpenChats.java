package hapi.hub.ui.chat;

import hapi.hub.scope.Namespace;
import hapi.hub.ui.bridge.UiBridge;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// The chats that are on a screen now, each by a word that only its page has. What a page asks for
/// by itself finds here the feed that it already gets. Thread-safe.
@Component
public final class OpenChats {
    /// A feed with the line to its page.
    record Chat(Namespace namespace, ChatFeed feed, UiBridge.Link link) {}

    private final Map<String, Chat> chats = new ConcurrentHashMap<>();

    public static String newWord() {
        return UUID.randomUUID().toString();
    }

    public void open(String word, Namespace namespace, ChatFeed feed, UiBridge.Link link) {
        chats.put(word, new Chat(namespace, feed, link));
    }

    public void close(String word) {
        chats.remove(word);
    }

    /// Empty for a chat that has left the screen, and for one of another namespace.
    Optional<Chat> find(Namespace namespace, String word) {
        return Optional.ofNullable(chats.get(word))
                .filter(chat -> chat.namespace().equals(namespace));
    }
}
