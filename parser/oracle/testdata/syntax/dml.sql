insert into t values (1, 'a', default, null, sysdate)
/
insert into s.t (a, b) values (1, (select max(x) from y))
/
insert into t (a) select b from u where c = 1
/
insert into t (a) (select b from u)
/
insert into t (a) (select b from u) union all select c from v
/
insert into t with x as (select 1 a from dual) select a from x
/
insert /*+ append */ into t partition (p1) (a) values (1) returning id, rowid into :a, :b
/
insert into t a (a.x) values (1) log errors into err$_t ('tag') reject limit unlimited
/
insert into (select a, b from t where a > 1 with check option) values (1, 2)
/
insert into table(select nested from t where id = 1) values (1)
/
insert into t values (1, 2), (3, 4)
/
insert into t set a = 1, b = 'x'
/
insert all into t (a) values (x) into u (b, c) values (y, z) select x, y, z from v
/
insert all when x > 1 then into t values (x) into u values (y) when x > 2 then into v (a) values (x) else into w select x, y from z
/
insert first when a = 1 then into t else into u (a) values (b) select a, b from c
/
update t set a = 1, b = b + 1, c = default where d = 2
/
update s.t x set (a, b) = (select c, d from u where u.id = x.id), e = (select 1 from dual) where x.id in (1, 2) returning a, b into :a, :b
/
update (select a.x, b.y from a join b on a.id = b.id) set x = y
/
update t partition (p1) set a = 1 log errors reject limit 10
/
update only (v) set a = 1
/
update t set value(x) = 1
/
update t a set a.b = 1 from u where u.id = a.id
/
delete from t
/
delete t where a = 1
/
delete from t a where exists (select 1 from b where b.id = a.id) returning id bulk collect into x
/
delete from table(select n from t) x where x.a = 1
/
delete (select * from t where a = 1)
/
merge into t using u on (t.id = u.id) when matched then update set t.a = u.a, t.b = default where u.c = 1 delete where t.d = 2 when not matched then insert (id, a) values (u.id, u.a) where u.e = 3 log errors
/
merge into s.t d using (select * from u) s on (d.id = s.id and d.x = s.x) when not matched then insert values (s.id, s.x) when matched then update set d.y = s.y
/
merge /*+ parallel */ into t using dual on (a = 1) when matched then update set b = 2
/
lock table t in exclusive mode nowait
/
lock table a, s.b partition (p) in row share mode wait 5
/
lock table t in share row exclusive mode
/
lock table t in share update mode
/
commit
/
commit work comment 'x' write immediate nowait
/
commit force '1.2.3', 5
/
rollback
/
rollback work to savepoint a
/
rollback to a
/
rollback force '25.32.87'
/
savepoint sp1
/
set transaction read only name 'x'
/
set transaction isolation level serializable
/
set transaction use rollback segment rbs
/
set role all except a
/
set role app identified by "x"
/
set constraints all deferred
/
set constraint c1, c2 immediate
/
call p(1, 2)
/
call pkg.f(:a) into :b
/
insert into countries values ('IT', 'Italy', 1)
