CREATE PARTITION SCHEME [psMovementYear]
    AS PARTITION [pfMovementYear]
    ALL TO ([PRIMARY]);
