import django.core.validators
import django.db.models.deletion
import events.models.wall_clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0001_events_and_answers'),
        ('members', '0001_members_and_tribes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('local_start', events.models.wall_clock.WallClockField()),
                ('local_end', events.models.wall_clock.WallClockField()),
                ('all_day', models.BooleanField(default=False)),
                ('starts_at', models.DateTimeField(editable=False)),
                ('ends_at', models.DateTimeField(editable=False)),
                ('vetoed', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(choices=[('yes', 'Yes'), ('if_needed', 'If needed'), ('no', 'No')], max_length=9)),
                ('ticket', models.PositiveIntegerField(editable=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='rsvp',
            name='the_waitlisted_hold_a_ticket',
        ),
        migrations.AddField(
            model_name='event',
            name='all_day',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='event',
            name='answers_close_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='answers_open_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='by_approval',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='event',
            name='cohosts',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='event',
            name='decide_by',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='first_timer_seats',
            field=models.PositiveIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100000)]),
        ),
        migrations.AddField(
            model_name='event',
            name='first_timer_seats_taken',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='event',
            name='if_needed_counts',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='event',
            name='maybe_allowed',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='event',
            name='minimum_people',
            field=models.PositiveIntegerField(default=3, validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(100000)]),
        ),
        migrations.AddField(
            model_name='event',
            name='next_look_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='offer_hours',
            field=models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MaxValueValidator(168)]),
        ),
        migrations.AddField(
            model_name='event',
            name='questions',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='event',
            name='reconfirm',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='event',
            name='reconfirm_asked_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='rsvp',
            name='first_timer',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='rsvp',
            name='guest_names',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='rsvp',
            name='held_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='rsvp',
            name='hidden',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='rsvp',
            name='kept_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='rsvp',
            name='replies',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='event',
            name='address_shown_to',
            field=models.CharField(choices=[('everyone', 'Everyone who can see the meetup'), ('members', 'Tribe members'), ('going', 'Only those going')], default='everyone', max_length=8),
        ),
        migrations.AlterField(
            model_name='event',
            name='visibility',
            field=models.CharField(choices=[('public', 'Everyone who can see the tribe'), ('unlisted', 'Whoever has the link'), ('tribe', 'Tribe members'), ('invited', 'Only those who are invited')], default='public', max_length=8),
        ),
        migrations.AlterField(
            model_name='rsvp',
            name='status',
            field=models.CharField(choices=[('going', 'Going'), ('maybe', 'Maybe'), ('declined', "Can't come"), ('waitlisted', 'On the waiting list'), ('offered', 'Offered a place'), ('pending', "Waiting for a host's yes"), ('unconfirmed', 'To be confirmed by mail'), ('invited', 'Invited'), ('released', 'Place given back unheard'), ('removed', 'Removed by a host')], max_length=11),
        ),
        migrations.AlterField(
            model_name='rsvp',
            name='via',
            field=models.CharField(choices=[('web', 'Web'), ('api', 'Api'), ('mail', 'Mail'), ('calendar', 'Calendar'), ('host', 'Host'), ('vote', 'Vote'), ('series', 'Series')], default='web', max_length=8),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(models.F('next_look_at'), condition=models.Q(('next_look_at__isnull', False)), name='event_due_to_look_at'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'proposed'), _negated=True), models.Q(('decide_by__isnull', False), ('seats_taken', 0)), _connector='OR'), name='a_proposal_has_a_deadline_and_no_seats'),
        ),
        migrations.AddConstraint(
            model_name='rsvp',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('queue_ticket__isnull', False), ('status', 'waitlisted')), ('status', 'unconfirmed'), models.Q(models.Q(('status', 'waitlisted'), _negated=True), ('queue_ticket', None)), _connector='OR'), name='the_waitlisted_hold_a_ticket'),
        ),
        migrations.AddConstraint(
            model_name='rsvp',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_until__isnull', False), ('status__in', ('offered', 'unconfirmed'))), models.Q(models.Q(('status__in', ('offered', 'unconfirmed')), _negated=True), ('held_until', None)), _connector='OR'), name='what_is_held_is_held_until_then'),
        ),
        migrations.AddField(
            model_name='slot',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='events.event'),
        ),
        migrations.AddField(
            model_name='vote',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='vote',
            name='slot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='events.slot'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.UniqueConstraint(models.F('event'), models.F('local_start'), models.F('local_end'), models.F('all_day'), name='no_slot_is_proposed_twice'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='slot_ends_after_it_starts'),
        ),
        migrations.AddIndex(
            model_name='vote',
            index=models.Index(models.F('slot'), models.F('choice'), models.F('ticket'), name='vote_by_slot_and_choice'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(models.F('slot'), models.F('member'), name='one_vote_per_slot_and_member'),
        ),
    ]
