package hapi.hub.chat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A sorted map that is never changed: `with` and `without` give a new map that shares all but the
/// path they touched. This is what makes a timeline step cost its own size and not the chat's.
///
/// A height-balanced tree; every operation is O(log n), walking is O(log n + visited).
final class PersistentMap<K extends Comparable<? super K>, V> {
    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null);

    private final @Nullable Node<K, V> root;

    private PersistentMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    @SuppressWarnings("unchecked")
    static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    record Pair<K, V>(K key, V value) {}

    private record Node<K, V>(
            K key,
            V value,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right,
            int height,
            int size) {
        static <K, V> Node<K, V> of(
                K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
            return new Node<>(
                    key,
                    value,
                    left,
                    right,
                    1 + Math.max(heightOf(left), heightOf(right)),
                    1 + sizeOf(left) + sizeOf(right));
        }
    }

    private static int heightOf(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    private static int sizeOf(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    int size() {
        return sizeOf(root);
    }

    boolean isEmpty() {
        return root == null;
    }

    @Nullable V get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    boolean has(K key) {
        return get(key) != null;
    }

    PersistentMap<K, V> with(K key, V value) {
        return new PersistentMap<>(put(root, key, value));
    }

    PersistentMap<K, V> without(K key) {
        return has(key) ? new PersistentMap<>(cut(root, key)) : this;
    }

    @Nullable Pair<K, V> first() {
        Node<K, V> node = root;
        while (node != null && node.left != null) {
            node = node.left;
        }
        return pair(node);
    }

    @Nullable Pair<K, V> last() {
        Node<K, V> node = root;
        while (node != null && node.right != null) {
            node = node.right;
        }
        return pair(node);
    }

    /// The nearest entry strictly before the key.
    @Nullable Pair<K, V> before(K key) {
        Node<K, V> best = null;
        Node<K, V> node = root;
        while (node != null) {
            if (node.key.compareTo(key) < 0) {
                best = node;
                node = node.right;
            } else {
                node = node.left;
            }
        }
        return pair(best);
    }

    /// The nearest entry strictly after the key.
    @Nullable Pair<K, V> after(K key) {
        Node<K, V> best = null;
        Node<K, V> node = root;
        while (node != null) {
            if (node.key.compareTo(key) > 0) {
                best = node;
                node = node.left;
            } else {
                node = node.right;
            }
        }
        return pair(best);
    }

    void forEach(BiConsumer<? super K, ? super V> action) {
        Iterator<Pair<K, V>> all = ascending();
        while (all.hasNext()) {
            Pair<K, V> next = all.next();
            action.accept(next.key, next.value);
        }
    }

    List<V> values() {
        List<V> values = new ArrayList<>(size());
        forEach((_, value) -> values.add(value));
        return values;
    }

    Iterator<Pair<K, V>> ascending() {
        return walk(first());
    }

    /// From the first entry at or after the key.
    Iterator<Pair<K, V>> ascendingFrom(K key) {
        V here = get(key);
        return walk(here == null ? after(key) : new Pair<>(key, here));
    }

    private Iterator<Pair<K, V>> walk(@Nullable Pair<K, V> start) {
        return new Iterator<>() {
            private @Nullable Pair<K, V> next = start;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Pair<K, V> next() {
                Pair<K, V> now = next;
                if (now == null) {
                    throw new NoSuchElementException();
                }
                next = after(now.key);
                return now;
            }
        };
    }

    private static <K, V> @Nullable Pair<K, V> pair(@Nullable Node<K, V> node) {
        return node == null ? null : new Pair<>(node.key, node.value);
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> put(
            @Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return Node.of(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return Node.of(key, value, node.left, node.right);
        }
        return order < 0
                ? balance(node.key, node.value, put(node.left, key, value), node.right)
                : balance(node.key, node.value, node.left, put(node.right, key, value));
    }

    private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> cut(
            @Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            return balance(node.key, node.value, cut(node.left, key), node.right);
        }
        if (order > 0) {
            return balance(node.key, node.value, node.left, cut(node.right, key));
        }
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        Node<K, V> heir = node.right;
        while (heir.left != null) {
            heir = heir.left;
        }
        return balance(heir.key, heir.value, node.left, cut(node.right, heir.key));
    }

    private static <K, V> Node<K, V> balance(
            K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        int lean = heightOf(left) - heightOf(right);
        if (lean > 1 && left != null) {
            Node<K, V> inner = left.right;
            if (inner != null && heightOf(left.left) < heightOf(inner)) {
                return Node.of(
                        inner.key,
                        inner.value,
                        Node.of(left.key, left.value, left.left, inner.left),
                        Node.of(key, value, inner.right, right));
            }
            return Node.of(left.key, left.value, left.left, Node.of(key, value, inner, right));
        }
        if (lean < -1 && right != null) {
            Node<K, V> inner = right.left;
            if (inner != null && heightOf(right.right) < heightOf(inner)) {
                return Node.of(
                        inner.key,
                        inner.value,
                        Node.of(key, value, left, inner.left),
                        Node.of(right.key, right.value, inner.right, right.right));
            }
            return Node.of(right.key, right.value, Node.of(key, value, left, inner), right.right);
        }
        return Node.of(key, value, left, right);
    }
}
