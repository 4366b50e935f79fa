package hapi.cli.rpc;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/// One open folder. Names are single components, and no method follows a symbolic link.
///
/// On Linux and macOS the folder is held by its descriptor: whatever happens to the path by which
/// it was found, names are looked up in this very folder. Elsewhere it is held by its path.
sealed interface Folder extends AutoCloseable {
    /// @throws java.nio.file.NotDirectoryException when it is none, also when it is a link
    static Folder open(Path path) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(path);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new Held(secure);
        }
        return new ByPath(path, stream);
    }

    /// The names in it, once, in no order.
    Iterable<Path> names();

    Folder folder(Path name) throws IOException;

    BasicFileAttributes facts(Path name) throws IOException;

    SeekableByteChannel file(Path name, Set<? extends OpenOption> how, FileAttribute<?>... made)
            throws IOException;

    /// Takes the place of the other, whatever it is, in one step.
    void replace(Path name, Path by) throws IOException;

    void delete(Path name) throws IOException;

    @Override
    void close() throws IOException;

    private static Set<OpenOption> notFollowing(Set<? extends OpenOption> how) {
        Set<OpenOption> all = new HashSet<>(how);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return all;
    }

    private static Iterable<Path> lastNames(DirectoryStream<Path> stream) {
        return () -> {
            Iterator<Path> all = stream.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public Path next() {
                    return all.next().getFileName();
                }
            };
        };
    }

    /// By its descriptor.
    record Held(SecureDirectoryStream<Path> stream) implements Folder {
        @Override
        public Iterable<Path> names() {
            return lastNames(stream);
        }

        @Override
        public Folder folder(Path name) throws IOException {
            return new Held(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
        }

        @Override
        public BasicFileAttributes facts(Path name) throws IOException {
            return stream.getFileAttributeView(
                            name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        }

        @Override
        public SeekableByteChannel file(
                Path name, Set<? extends OpenOption> how, FileAttribute<?>... made)
                throws IOException {
            return stream.newByteChannel(name, notFollowing(how), made);
        }

        @Override
        public void replace(Path name, Path by) throws IOException {
            stream.move(by, stream, name);
        }

        @Override
        public void delete(Path name) throws IOException {
            stream.deleteFile(name);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /// By its path: a file system without descriptors of folders.
    record ByPath(Path path, DirectoryStream<Path> stream) implements Folder {
        private static final CopyOption[] IN_ONE_STEP = {
            StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING
        };

        @Override
        public Iterable<Path> names() {
            return lastNames(stream);
        }

        @Override
        public Folder folder(Path name) throws IOException {
            Path below = path.resolve(name);
            if (!below.toRealPath().equals(path.toRealPath().resolve(name))) {
                throw new NotDirectoryException(name.toString());
            }
            return open(below);
        }

        @Override
        public BasicFileAttributes facts(Path name) throws IOException {
            return Files.readAttributes(
                    path.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public SeekableByteChannel file(
                Path name, Set<? extends OpenOption> how, FileAttribute<?>... made)
                throws IOException {
            return Files.newByteChannel(path.resolve(name), notFollowing(how), made);
        }

        @Override
        public void replace(Path name, Path by) throws IOException {
            Files.move(path.resolve(by), path.resolve(name), IN_ONE_STEP);
        }

        @Override
        public void delete(Path name) throws IOException {
            Files.delete(path.resolve(name));
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
