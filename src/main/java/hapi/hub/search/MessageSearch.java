package hapi.hub.search;

import hapi.hub.scope.Namespace;
import java.util.List;

/// Looks for words in what people and agents have said.
public interface MessageSearch {
    /// The newest message of each session that has all words of `text`, newest first, 20 at most.
    /// Words are parted by white space; case makes no difference; no character has a meaning of its
    /// own. Blank text finds nothing; of a long one the first six words count.
    ///
    /// Looks at the newest million messages and for two seconds at most. Blocks.
    Found find(Namespace namespace, String text);

    /// `isPart`: there are older messages that were not looked at.
    record Found(List<Hit> hits, boolean isPart) {
        public Found {
            hits = List.copyOf(hits);
        }
    }

    /// `pieces` is the text around the words: every second piece, from the second on, is one of
    /// them. `atMillis`, when it was said, and `seq` are its place in the session's timeline.
    record Hit(String session, String message, long atMillis, long seq, List<String> pieces) {
        public Hit {
            pieces = List.copyOf(pieces);
        }
    }
}
