package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The replica sets of a keyspace as the driver knows them; all one set where there is one node. */
public final class ClusterReplicaSets implements ReplicaSets {
  private static final Object EVERYWHERE = "everywhere";

  private final CqlSession session;
  private final String keyspace;

  public ClusterReplicaSets(CqlSession session, String keyspace) {
    this.session = session;
    this.keyspace = keyspace;
  }

  @Override
  public Object of(ByteBuffer routingKey) {
    Metadata metadata = session.getMetadata();
    if (metadata.getNodes().size() == 1) {
      return EVERYWHERE;
    }
    Optional<TokenMap> tokens = metadata.getTokenMap();
    // without a map every partition is a set of its own: correct anywhere, if slow
    return tokens.isPresent()
        ? tokens.get().getReplicas(keyspace, routingKey)
        : routingKey.duplicate();
  }
}
