comment on table s.t is 'it''s'
/
comment on column t.c is ''
/
comment on column s.t.c is q'[x]'
/
comment on materialized view mv is 'x'
/
comment on view v is 'x'
/
comment on index i is 'x'
/
comment on edition e is 'x'
/
comment on operator o is 'x'
/
comment on indextype i is 'x'
/
comment on mining model m is 'x'
/
truncate table s.t
/
truncate table t drop storage cascade
/
truncate table t preserve materialized view log reuse storage
/
truncate cluster c
/
rename a to b
/
grant select, insert, update (a, b), references (c), delete on s.t to u, v with grant option
/
grant all privileges on t to public
/
grant all on t to u with hierarchy option
/
grant execute on s.p to u
/
grant create session, create table, select any table, unlimited tablespace to u with admin option
/
grant r1, r2 to u, v with delegate option
/
grant read, write on directory d to u
/
grant connect, resource to u identified by p
/
grant use on edition e to u
/
grant inherit privileges on user a to b
/
grant select on s.v$x to u container = current
/
grant execute on type t to u
/
grant execute on java source s."X" to u
/
grant select on mining model m to u
/
grant under on t to u
/
grant debug, alter, index, read, flashback, on commit refresh, query rewrite on t to u
/
grant read any table on schema s to u
/
grant alter session, drop any table, create any index, alter any role, comment any table, analyze any, audit any, lock any table, exempt access policy, create type, create view, create sequence, create trigger, create procedure, create synonym, create public synonym, create database link, create materialized view, create job to u
/
revoke select, insert on s.t from u, public
/
revoke all on t from u cascade constraints force
/
revoke create session from u
/
revoke r from u
/
revoke read on directory d from u
/
analyze table t compute statistics for all indexed columns size 10
/
analyze index i validate structure
/
audit select table, insert on s.t by access whenever not successful
/
audit all by u
/
noaudit select on t
/
purge recyclebin
/
purge table t
/
flashback table t to before drop rename to u
/
flashback table s.t to timestamp systimestamp - interval '1' hour
/
associate statistics with functions f default selectivity 10
/
disassociate statistics from columns t.c
/
administer key management set keystore open identified by x
/
exec p(1, 'x')
/
execute pkg.p
/
exec :x := f(1)
