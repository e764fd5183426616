create index i on t (a)
/
create unique index s.i on s.t (a, b desc, upper(c), nvl(d, 0) asc) tablespace x pctfree 10 storage (initial 1m) compress 1 reverse online parallel 4 nologging invisible
/
create bitmap index i on t (a) local
/
create index i on t (a) local (partition p1 tablespace x, partition p2 (subpartition s1))
/
create index i on t (a) global partition by range (a) (partition p1 values less than (10), partition p2 values less than (maxvalue))
/
create index i on cluster c tablespace x
/
create bitmap index i on f (d.x) from f, d where f.id = d.id local
/
create index i on t (a) indextype is ctxsys.context parameters ('sync (on commit)')
/
create index i on t x (x.a, json_value(d, '$.x' returning number), case when a = 1 then b end) unusable
/
create index "I" on "S"."T" ("A") initrans 2 maxtrans 255 compute statistics storage (initial 65536) tablespace "X"
/
create sequence s
/
create sequence s.q start with 1 increment by -1 minvalue -100 maxvalue 9999999999999999999999999999 cache 20 nocycle order noscale keep
/
create sequence if not exists q nominvalue nomaxvalue nocache noorder session
/
create or replace view v as select * from t
/
create or replace force editionable view s.v (a, b, c unique rely disable novalidate, constraint pk primary key (a) disable) as select 1, 2, 3 from dual with read only
/
create view v as select * from t where a = 1 with check option constraint c
/
create view v bequeath current_user as select * from t union all select * from u order by 1
/
create no force noneditionable view v (a invisible) default collation using_nls_comp as with x as (select 1 a from dual) select a from x
/
create view v of t_obj with object identifier (a, b) as select a, b from t
/
create view v of t_obj under w as select a from t
/
create view v of xmltype with object id (x) as select y from z
/
create or replace editioning view v as select a, b as c from t
/
create json relational duality view v as select json {'a' : t.a} from t with insert update delete
/
create materialized view mv as select * from t
/
create materialized view s.mv (a, b) tablespace x build immediate using index refresh fast on commit with primary key enable query rewrite as select a, sum(b) from t group by a
/
create materialized view mv pctfree 10 storage (initial 1m) partition by hash (a) partitions 4 build deferred refresh force on demand start with sysdate next sysdate + 1 / 24 with rowid disable query rewrite as select * from t
/
create materialized view mv on prebuilt table with reduced precision never refresh as select 1 x from dual
/
create materialized view log on s.t tablespace x with rowid, primary key, sequence (a, b) including new values
/
create or replace synonym s for t
/
create or replace public synonym s for s.t@link
/
create editionable synonym s.a for s.pkg
/
create database link l connect to u identified by "p" using 'tns'
/
create public database link l.example.com connect to current_user using '(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521)))'
/
create shared database link l authenticated by u identified by p
/
create or replace directory d as '/tmp/x'
/
create user u identified by "p" default tablespace x temporary tablespace y quota unlimited on x profile p account unlock password expire
/
create role r identified by p
/
create role r not identified
/
create or replace context ctx using s.pkg accessed globally
/
create profile p limit failed_login_attempts 5 password_life_time unlimited
/
create tablespace t datafile '/x/y.dbf' size 100m autoextend on next 10m maxsize unlimited extent management local segment space management auto
/
create bigfile temporary tablespace t tempfile 'x' size 1g
/
create undo tablespace u datafile 'x' size 1g
/
create or replace library l as '/x/y.so'
/
create operator s.o binding (number, varchar2) return number using f
/
create indextype i for o (number) using t
/
create dimension d level a is (t.x) level b is (t.y) hierarchy h (a child of b) attribute a determines (t.z)
/
create attribute dimension d using t attributes (a, b) level x key a
/
create hierarchy h using d (a child of b)
/
create analytic view av using s.f dimension by (d key a references b hierarchies (h)) measures (m fact x)
/
create cluster s.c (a number(10)) size 512 hashkeys 100
/
create edition e as child of f
/
create outline o on select 1 from dual
/
create restore point p guarantee flashback database
/
create schema authorization s create table t (a number) create view v as select * from t grant select on t to u
/
create audit policy p actions delete on s.t when 'x' evaluate per session
/
create flashback archive f tablespace t retention 1 year
/
create pfile from spfile
/
create spfile = 'x' from pfile = 'y'
/
create controlfile reuse database x noresetlogs
/
create pluggable database p admin user u identified by x
/
create diskgroup g external redundancy disk 'x'
/
create inmemory join group g (a (x), b (x))
/
create property graph g vertex tables (a key (x))
/
create mle module m language javascript as export function f() { return "a;b"; }
/
create domain d as number constraint c check (d > 0)
/
create lockdown profile p
/
create rollback segment r tablespace x
/
alter index i rebuild online tablespace x
/
alter index s.i rename to j
/
alter index i unusable
/
alter sequence s increment by 10 nocache
/
alter view v compile
/
alter view v add constraint c unique (a) disable novalidate
/
alter materialized view mv refresh complete start with sysdate
/
alter materialized view log on t add rowid
/
alter trigger t disable
/
alter package p compile body reuse settings
/
alter package s.p compile plsql_code_type = native
/
alter procedure p compile
/
alter function f compile debug
/
alter type t add attribute (a number) cascade
/
alter type t add member function f (x number) return varchar2 cascade including table data
/
alter type t compile body
/
alter session set nls_date_format = 'yyyy-mm-dd'
/
alter session set current_schema = hr
/
alter session enable parallel dml
/
alter session set events '10046 trace name context forever, level 12'
/
alter system set open_cursors = 100 scope = both
/
alter system kill session '1,2' immediate
/
alter system flush shared_pool
/
alter user u identified by "x" account lock default role all except a
/
alter user u grant connect through v
/
alter role r not identified
/
alter profile p limit sessions_per_user 5
/
alter tablespace t add datafile 'x' size 1g
/
alter database datafile 'x' resize 1g
/
alter database link l connect to u identified by p
/
alter pluggable database p open
/
alter synonym s compile
/
alter public synonym s compile
/
alter cluster c pctfree 10
/
alter java source "X" compile
/
alter operator o compile
/
alter dimension d compile
/
alter rollback segment r online
/
alter flashback archive f modify retention 2 year
/
alter library l compile
/
drop table t
/
drop table s.t cascade constraints purge
/
drop table if exists t
/
drop view v cascade constraints
/
drop index i online force
/
drop sequence s
/
drop public synonym s force
/
drop synonym s
/
drop type t force
/
drop type body t
/
drop type t validate
/
drop package p
/
drop package body s.p
/
drop procedure p
/
drop function f
/
drop trigger t
/
drop materialized view mv preserve table
/
drop materialized view log on s.t
/
drop public database link l
/
drop database link l.x
/
drop user u cascade
/
drop role r
/
drop directory d
/
drop tablespace t including contents and datafiles cascade constraints
/
drop context c
/
drop profile p cascade
/
drop cluster c including tables cascade constraints
/
drop java class "X"
/
drop operator o force
/
drop edition e cascade
/
drop dimension d
/
drop library l
/
drop indextype i force
/
drop audit policy p
/
drop analytic view v
/
drop restore point p
