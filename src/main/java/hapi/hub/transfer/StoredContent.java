package hapi.hub.transfer;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdDecompressor;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;

/// A message's content as the published hub keeps it: JSON as text, or as zstd when it is long.
final class StoredContent {
    /// A frame of the wire has 48 MiB; more than that never was a message.
    static final int MAX_BYTES = 64 * 1024 * 1024;

    private final ZstdDecompressor zstd = new ZstdDecompressor();

    /// Why a row cannot be used.
    static final class BrokenRowException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenRowException(String why) {
            super(why, null, false, false);
        }
    }

    /// The JSON text, checked.
    String read(ResultSet row, String column) throws SQLException, BrokenRowException {
        Object value = row.getObject(column);
        String text =
                switch (value) {
                    case String plain -> plain;
                    case byte[] packed -> unpack(packed);
                    case null, default -> throw new BrokenRowException("no content");
                };
        try {
            Json.parse(text);
        } catch (JsonSyntaxException e) {
            throw new BrokenRowException("content is not JSON");
        }
        return text;
    }

    /// Nothing is unpacked that says, or turns out, to be too large.
    private String unpack(byte[] packed) throws BrokenRowException {
        byte[] bytes;
        try {
            long size = ZstdDecompressor.getDecompressedSize(packed, 0, packed.length);
            if (size > MAX_BYTES) {
                throw new BrokenRowException("content unpacks to %d bytes".formatted(size));
            }
            if (size >= 0) {
                bytes = new byte[(int) size];
                int length = zstd.decompress(packed, 0, packed.length, bytes, 0, bytes.length);
                if (length != bytes.length) {
                    throw new BrokenRowException("content is cut off");
                }
            } else {
                bytes = unpackUnknownSize(packed);
            }
        } catch (MalformedInputException
                | IndexOutOfBoundsException
                | IllegalStateException
                | IllegalArgumentException
                | NegativeArraySizeException e) {
            // What the decompressor says to heads that no compressor writes.
            throw new BrokenRowException("content is no zstd");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new BrokenRowException("content is no UTF-8");
        }
    }

    private static byte[] unpackUnknownSize(byte[] packed) throws BrokenRowException {
        try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new BrokenRowException("content unpacks to too many bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new BrokenRowException("content is no zstd");
        }
    }
}
